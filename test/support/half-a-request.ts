import { once } from 'node:events';
import { connect } from 'node:net';
import { head } from './raw-http';

/** Begins a form's `POST /token`; resolves when the server has read its head and waits for the body. */
export const halfARequest = async (port: number, form: string): Promise<{ finish(): Promise<string> }> => {
  const socket = connect(port, '127.0.0.1').setEncoding('utf8');
  const type = 'Content-Type: application/x-www-form-urlencoded';
  const length = `Content-Length: ${form.length}`;
  socket.write(head('POST /token HTTP/1.1', 'Host: x', type, length, 'Expect: 100-continue'));
  await once(socket, 'data');
  socket.write(form.slice(0, 20));
  return {
    /** Sends the rest; gives the answer when the server has closed the connection. */
    finish: async () => {
      let answer = '';
      socket.on('data', (text: string) => (answer += text));
      socket.write(form.slice(20));
      await once(socket, 'close');
      return answer;
    },
  };
};
