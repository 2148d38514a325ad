// node sharp.mjs MODULES SOURCE TARGET FACTOR QUALITY [same]: every image of a directory, two side by side, at sharp's defaults. With
// `same` it does what img-compress does: it decodes every pixel (sharp shrinks on load unless it crops first), and a JPEG keeps its chroma
// and stays progressive or not, with the standard's Huffman tables where it is not.
import { createRequire } from 'node:module';
import { readdir } from 'node:fs/promises';
import { join, extname } from 'node:path';

const [modules, source, target, factor, quality, same] = process.argv.slice(2);
const sharp = createRequire(join(modules, 'x.js'))('sharp');
sharp.concurrency(1);
sharp.cache(false);
const names = await readdir(source);

const work = async () => {
  for (let name = names.pop(); name; name = names.pop()) {
    const image = sharp(join(source, name)).keepMetadata();
    const { width, height, chromaSubsampling, isProgressive } = await image.metadata();
    const whole = same ? image.extract({ left: 0, top: 0, width, height }) : image;
    const resized = whole.resize({ width: Math.max(1, Math.floor(width / factor)) });
    const jpeg = same ? { chromaSubsampling, progressive: isProgressive, optimiseCoding: isProgressive } : {};
    const encoded = {
      '.jpg': () => resized.jpeg({ quality: +quality, ...jpeg }),
      '.webp': () => resized.webp({ quality: +quality }),
    };
    await (encoded[extname(name)] ?? (() => resized.png()))().toFile(join(target, name));
  }
};

await Promise.all([work(), work()]);
