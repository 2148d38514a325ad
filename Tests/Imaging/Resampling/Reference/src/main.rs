//! Writes what `image::imageops::resize` makes of the synthetic images, for `OpaqueEightBitImage` to compare with.
//! The layout stands in README.md, the images' formula here and in `SyntheticImage.cs`.

use image::imageops::{resize, FilterType};
use image::{GrayImage, RgbImage};
use std::io::{self, Write};

/// In the order of the enum `Filter`.
const FILTERS: [FilterType; 5] = [
    FilterType::Gaussian,
    FilterType::Nearest,
    FilterType::Triangle,
    FilterType::CatmullRom,
    FilterType::Lanczos3,
];

const SIZES: [(u32, u32); 6] = [(1, 1), (1, 7), (5, 1), (13, 9), (31, 33), (64, 48)];

/// Larger ones are only reduced, to keep the file small.
const MOST_PIXELS_ENLARGED: u32 = 1200;

/// Sizes whose sides change by unlike factors that are no whole numbers, as an image has that is reduced to fit.
const FITTED: [((u32, u32), (u32, u32)); 6] = [
    ((100, 67), (64, 43)),
    ((97, 61), (96, 60)),
    ((61, 97), (7, 11)),
    ((50, 3), (33, 2)),
    ((64, 48), (63, 1)),
    ((13, 90), (9, 61)),
];

/// Noise, a gradient, single-pixel edges and flat extremes, in patches of 5 by 3 pixels.
fn sample(x: u32, y: u32, channel: u32) -> u8 {
    match (x / 5 + y / 3) % 4 {
        0 => {
            let mut h = x.wrapping_mul(73_856_093) ^ y.wrapping_mul(19_349_663) ^ channel.wrapping_mul(83_492_791);
            h = (h ^ (h >> 13)).wrapping_mul(0x5bd1_e995);
            (h ^ (h >> 15)) as u8
        }
        1 => (x * 7 + y * 3 + channel * 31) as u8,
        2 => ((x ^ y) & 1) as u8 * 255,
        _ => ((x / 5 + channel) & 1) as u8 * 255,
    }
}

fn synthetic(width: u32, height: u32, channels: u32) -> Vec<u8> {
    let mut samples = Vec::new();
    for y in 0..height {
        for x in 0..width {
            samples.extend((0..channels).map(|channel| sample(x, y, channel)));
        }
    }
    samples
}

fn resized(width: u32, height: u32, channels: u32, new: (u32, u32), filter: FilterType) -> Vec<u8> {
    let samples = synthetic(width, height, channels);
    if channels == 1 {
        resize(&GrayImage::from_raw(width, height, samples).unwrap(), new.0, new.1, filter).into_raw()
    } else {
        resize(&RgbImage::from_raw(width, height, samples).unwrap(), new.0, new.1, filter).into_raw()
    }
}

fn write(out: &mut impl Write, number: usize, channels: u32, old: (u32, u32), new: (u32, u32)) -> io::Result<()> {
    out.write_all(&[number as u8, channels as u8])?;
    for extent in [old.0, old.1, new.0, new.1] {
        out.write_all(&(extent as u16).to_le_bytes())?;
    }
    out.write_all(&resized(old.0, old.1, channels, new, FILTERS[number]))
}

fn main() -> io::Result<()> {
    let mut out = io::stdout().lock();
    for number in 0..FILTERS.len() {
        for (width, height) in SIZES {
            for channels in [1, 3] {
                for (up, factor) in [(false, 2), (false, 3), (false, 7), (true, 2), (true, 3)] {
                    if up && width * height > MOST_PIXELS_ENLARGED {
                        continue;
                    }
                    let scale = |old: u32| if up { old * factor } else { (old / factor).max(1) };
                    write(&mut out, number, channels, (width, height), (scale(width), scale(height)))?;
                }
            }
        }
    }
    for number in 0..FILTERS.len() {
        for (old, new) in FITTED {
            for channels in [1, 3] {
                write(&mut out, number, channels, old, new)?;
            }
        }
    }
    Ok(())
}
