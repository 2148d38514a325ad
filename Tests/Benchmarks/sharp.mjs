// node sharp.mjs MODULES SOURCE TARGET FACTOR QUALITY: every image of a directory, two side by side, at sharp's defaults.
import { createRequire } from 'node:module';
import { readdir } from 'node:fs/promises';
import { join, extname } from 'node:path';

const [modules, source, target, factor, quality] = process.argv.slice(2);
const sharp = createRequire(join(modules, 'x.js'))('sharp');
sharp.concurrency(1);
sharp.cache(false);
const names = await readdir(source);

const work = async () => {
  for (let name = names.pop(); name; name = names.pop()) {
    const image = sharp(join(source, name)).keepMetadata();
    const { width } = await image.metadata();
    const resized = image.resize({ width: Math.max(1, Math.floor(width / factor)) });
    const encoded = { '.jpg': () => resized.jpeg({ quality: +quality }), '.webp': () => resized.webp({ quality: +quality }) };
    await (encoded[extname(name)] ?? (() => resized.png()))().toFile(join(target, name));
  }
};

await Promise.all([work(), work()]);
