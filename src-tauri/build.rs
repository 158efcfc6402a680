//! Puts the configuration and the window's files into the program.

fn main() {
    tauri_build::build();
}
