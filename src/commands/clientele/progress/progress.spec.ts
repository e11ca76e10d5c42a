import { eraseLine } from './progress-line';
import { progressOn } from './progress';

describe('the progress of work', () => {
  let time: number;
  let written: string[];

  beforeEach(() => {
    time = 5000;
    written = [];
    jest.spyOn(process.stderr, 'write').mockImplementation((text) => written.push(String(text)) > 0);
  });

  afterEach(() => {
    jest.restoreAllMocks();
  });

  const start = (isTerminal: boolean, done = 0): ReturnType<typeof progressOn> =>
    progressOn({ isTerminal, now: () => time }, { label: 'clients', total: 100, done });

  it('is not shown for work of less than a second', () => {
    const progress = start(true);
    time += 999;
    progress.advance(99);
    progress.end();
    expect(written).toEqual([]);
  });

  it('is one line of a terminal, drawn ten times a second and erased by other output and at the end', () => {
    const progress = start(true);
    time += 1000;
    progress.advance(20);
    time += 50;
    progress.advance();
    time += 50;
    progress.reach(22);
    expect(written).toEqual([
      '\r\u001b[Kclients: 20 of 100 (20 %), 20 per second, 4 s left',
      '\r\u001b[Kclients: 22 of 100 (22 %), 20 per second, 4 s left',
    ]);
    eraseLine();
    eraseLine();
    progress.end();
    expect(written.slice(2)).toEqual(['\r\u001b[K']);
  });

  it('is a line every ten seconds elsewhere', () => {
    const progress = start(false);
    for (let second = 1; second <= 25; second += 1) {
      time += 1000;
      progress.advance();
    }
    progress.end();
    expect(written).toEqual([
      'clients: 10 of 100 (10 %), 1 per second, 1 min 30 s left\n',
      'clients: 20 of 100 (20 %), 1 per second, 1 min 20 s left\n',
    ]);
  });

  it('has the rate of this run when work is resumed, and the total that is known later', () => {
    const progress = start(true, 50);
    time += 2000;
    progress.reach(60, 80);
    expect(written).toEqual(['\r\u001b[Kclients: 60 of 80 (75 %), 5 per second, 4 s left']);
    progress.end();
  });
});
