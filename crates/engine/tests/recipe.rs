//! What two crates that do not know each other must say alike.

use colophon_fingerprint as fingerprint;
use colophon_index as index;

#[test]
fn an_index_is_built_by_the_recipe_that_sketches() {
    let options = index::BuildOptions::default();
    assert_eq!(options.recipe, fingerprint::RECIPE);
    assert_eq!(index::MIN_HASHES, fingerprint::MIN_HASHES);
    // A sketch is as fine as the finest index needs.
    assert_eq!(index::MIN_SCALE, fingerprint::FINEST_SCALE.get());
    assert!(fingerprint::Scale::new(index::MAX_SCALE).is_some());
    assert!(fingerprint::Scale::new(options.scale).is_some());
}
