let reports = 0;

// On SIGUSR2, the process writes the packages that it has loaded, and how often it was asked.
process.on('SIGUSR2', () => {
  const packages = Object.keys(require.cache).map((file) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1]);
  reports += 1;
  process.stdout.write(`loaded ${[...new Set(packages)].join(' ')}, report ${reports}\n`);
});
