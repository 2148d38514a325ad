//! resize-with-image SOURCE TARGET FACTOR QUALITY: every JPEG and PNG of a directory, two side by side, by the crate's own codecs and its
//! Gaussian filter, which is img-compress's default. It keeps no metadata, and writes a JPEG with full chroma.
use image::{codecs::jpeg::JpegEncoder, imageops::FilterType};
use std::{env, error::Error, fs, io::BufWriter, path::Path, path::PathBuf, sync::Mutex, thread};

fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [source, target, factor, quality] = arguments.as_slice() else { panic!("SOURCE TARGET FACTOR QUALITY") };
    let (factor, quality) = (factor.parse().expect("FACTOR"), quality.parse().expect("QUALITY"));
    let files: Vec<PathBuf> = fs::read_dir(source).expect("SOURCE").map(|entry| entry.unwrap().path()).collect();
    let files = Mutex::new(files);
    let next = || files.lock().unwrap().pop();
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while let Some(file) = next() {
                    resize(&file, Path::new(target), factor, quality).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
                }
            });
        }
    });
}

fn resize(file: &Path, target: &Path, factor: u32, quality: u8) -> Result<(), Box<dyn Error>> {
    let image = image::open(file)?;
    let (width, height) = ((image.width() / factor).max(1), (image.height() / factor).max(1));
    let resized = image.resize_exact(width, height, FilterType::Gaussian);
    let result = target.join(file.file_name().unwrap());
    match file.extension().and_then(|extension| extension.to_str()) {
        Some("jpg") => JpegEncoder::new_with_quality(BufWriter::new(fs::File::create(result)?), quality).encode_image(&resized)?,
        _ => resized.save(result)?,
    }
    Ok(())
}
