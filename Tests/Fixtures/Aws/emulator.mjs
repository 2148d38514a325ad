// Runs one emulator on a free port of 127.0.0.1 and says "ready PORT" on stdout. It ends when its stdin does, so that it never
// outlives the process that started it, however that one ends.
//
//   node emulator.mjs dynamodb-local|fauxqs|local-aws-sqs FOLDER
//
// FOLDER is where the package was unpacked (dynamodb-local) or installed (the others).
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [kind, folder] = process.argv.slice(2);
let stop = () => process.exit(0);
process.stdin.resume();
process.stdin.on('end', () => stop());

const freePort = () => new Promise((resolve, reject) => {
  const server = createServer().on('error', reject).listen(0, '127.0.0.1', () => {
    const { port } = server.address();
    server.close(() => resolve(port));
  });
});

const answers = port => new Promise(resolve => {
  const socket = connect(port, '127.0.0.1', () => resolve(socket.destroy()));
  socket.on('error', () => setTimeout(() => resolve(answers(port)), 50));
});

const emulators = {
  // It has no option for the address to bind to, and listens on all of them.
  async 'dynamodb-local'() {
    const port = await freePort();
    const java = spawn(
      'java',
      ['-Djava.library.path=./DynamoDBLocal_lib', '-jar', 'DynamoDBLocal.jar', '-inMemory', '-sharedDb', '-disableTelemetry', '-port', `${port}`],
      { cwd: join(folder, 'package', 'emulator'), stdio: 'ignore' });
    java.on('exit', code => process.exit(code ?? 1));
    java.on('error', () => process.exit(1));
    stop = () => java.kill();
    await answers(port);
    return port;
  },

  async fauxqs() {
    const { buildApp } = await import(pathToFileURL(join(folder, 'node_modules', 'fauxqs', 'dist', 'app.js')));
    const port = await freePort();
    await buildApp({ logger: false }).listen({ port, host: '127.0.0.1' });
    return port;
  },

  // It knows the system attributes of ReceiveMessage only by the older name of that parameter; it answers with no JSON where it
  // has nothing to say, and with wrong digests of message attributes beyond ASCII: the SDK for .NET takes neither.
  async 'local-aws-sqs'() {
    const parse = JSON.parse;
    JSON.parse = (text, reviver) => {
      const value = parse(text, reviver);
      if (value?.MessageSystemAttributeNames) {
        value.AttributeNames ??= value.MessageSystemAttributeNames;
      }

      return value;
    };
    const require = createRequire(join(folder, 'index.js'));
    require('aws-md5-of-message-attributes').md5OfMessageAttributes = () => undefined;
    const { createSqsServer } = require('local-aws-sqs');
    const port = await freePort();
    const server = await createSqsServer({ port, hostname: '127.0.0.1', emulateQueueCreationLifecycle: false });
    server.prependListener('request', (_, response) => {
      const end = response.end.bind(response);
      response.end = (body, ...rest) => end(body || '{}', ...rest);
    });
    return port;
  },
};

console.log(`ready ${await emulators[kind]()}`);
