//! Reads a PDF with a single engine, for comparison with the reader.
//!
//! ```text
//! single_engine pdf-extract|lopdf|hayro FILE
//! ```
//!
//! The text goes to standard output, with a form feed between pages; `cpu` and
//! the processor time spent, in seconds, go to standard error.

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "printing is its job"
)]
#![expect(clippy::unwrap_used, reason = "an example may end by failing")]
#![expect(dead_code, reason = "the reader's files are more than this one needs")]

#[path = "../src/format/pdf/bidi.rs"]
mod bidi;
#[path = "../src/format/pdf/glyphs.rs"]
mod glyphs;
#[path = "../src/format/pdf/layout.rs"]
mod layout;
#[path = "../src/format/pdf/ruby.rs"]
mod ruby;
#[path = "../src/format/pdf/second.rs"]
mod second;
#[path = "../src/format/pdf/text_string.rs"]
mod text_string;

fn main() {
    let mut args = std::env::args_os().skip(1);
    let engine = args.next().unwrap().into_string().unwrap();
    let bytes = std::fs::read(args.next().unwrap()).unwrap();
    std::panic::set_hook(Box::new(|_| {}));
    let reading = std::thread::Builder::new()
        .stack_size(64 << 20)
        .spawn(move || read(&engine, &bytes))
        .unwrap();
    println!("{}", reading.join().unwrap_or_default());
    // In ticks of a hundredth of a second, in user and in system mode.
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat
        .rsplit(')')
        .next()
        .unwrap_or_default()
        .split_whitespace();
    let ticks: u32 = fields
        .skip(11)
        .take(2)
        .filter_map(|f| f.parse::<u32>().ok())
        .sum();
    eprintln!("cpu {:.2}", f64::from(ticks) / 100.0);
}

fn read(engine: &str, bytes: &[u8]) -> String {
    match engine {
        "pdf-extract" => {
            let pages = pdf_extract::extract_text_from_mem_by_pages(bytes);
            pages.unwrap_or_default().join("\u{c}")
        }
        "lopdf" => {
            let pdf = pdf_extract::Document::load_mem(bytes).unwrap();
            let page = |page: u32| pdf.extract_text(&[page]).unwrap_or_default();
            let pages: Vec<String> = pdf.get_pages().into_keys().map(page).collect();
            pages.join("\u{c}")
        }
        _ => {
            let Some(pdf) = second::load(bytes) else {
                return String::new();
            };
            let reader = second::Reader::new(&pdf, usize::MAX);
            let pages = (0..pdf.pages().len()).filter_map(|i| reader.page(i));
            pages.map(|page| page.text + "\n\u{c}").collect()
        }
    }
}
