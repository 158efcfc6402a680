use super::*;

#[test]
fn a_larger_file_may_cost_more_and_never_too_much() {
    assert_eq!(Bounds::of(0), LEAST);
    assert_eq!(Bounds::of(u64::MAX), MOST);
    let ten = Bounds::of(10 << 20);
    assert_eq!(ten.cpu_seconds, 13);
    assert_eq!(ten.memory_bytes, 400 << 20);
}
