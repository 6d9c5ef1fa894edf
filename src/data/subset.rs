//! The order in which images are taken, so that the first n are a balanced subset for every n.

/// Image indices in rounds over the classes: one image of each class per round, in file order within a class.
///
/// A class that has run out is left out of later rounds, so every index occurs exactly once.
/// Until the smallest class runs out, the first n images hold every class equally often, to within one.
/// Shards are packed in this order and native runs apply it too, so both see the same images.
/// Classes go by ascending label.
pub fn balanced_order(labels: &[u8]) -> Vec<usize> {
    let n_classes = labels.iter().max().map_or(0, |&label| usize::from(label) + 1);
    let mut by_class: Vec<Vec<usize>> = vec![Vec::new(); n_classes];
    for (idx, &label) in labels.iter().enumerate() {
        by_class[usize::from(label)].push(idx);
    }
    let n_rounds = by_class.iter().map(Vec::len).max().unwrap_or(0);
    (0..n_rounds)
        .flat_map(|round| by_class.iter().filter_map(move |class| class.get(round).copied()))
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn rounds_take_one_image_of_each_class_in_file_order() {
        // Class 0 is at 1 and 4, class 1 at 0, 2 and 3: rounds (1, 0), (4, 2), (3).
        assert_eq!(balanced_order(&[1, 0, 1, 1, 0]), [1, 0, 4, 2, 3]);
        assert!(balanced_order(&[]).is_empty());
    }

    #[test]
    fn a_balanced_order_is_left_as_it_is() {
        let labels: Vec<u8> = (0..40).map(|idx| idx % 10).collect();
        assert_eq!(balanced_order(&labels), (0..40).collect::<Vec<_>>());
    }

    proptest! {
        #[test]
        fn every_prefix_is_balanced_as_long_as_the_classes_last(labels in prop::collection::vec(0u8..10, 0..400)) {
            let order = balanced_order(&labels);
            let mut seen = order.clone();
            seen.sort_unstable();
            prop_assert_eq!(seen, (0..labels.len()).collect::<Vec<_>>());

            let held = |class: u8| labels.iter().filter(|&&label| label == class).count();
            let totals: Vec<usize> = (0..10).map(held).collect();
            let mut taken = [0_usize; 10];
            for idx in order {
                taken[usize::from(labels[idx])] += 1;
                // Among the classes that still have images, and those that ran out, no count lags by more than one
                // unless its class is used up.
                let most = taken.iter().copied().max().unwrap_or(0);
                for (class, &count) in taken.iter().enumerate() {
                    prop_assert!(count + 1 >= most || count == totals[class]);
                }
            }
        }

        #[test]
        fn file_order_holds_within_a_class(labels in prop::collection::vec(0u8..10, 0..400)) {
            let mut last = [None; 10];
            for idx in balanced_order(&labels) {
                let class = usize::from(labels[idx]);
                prop_assert!(last[class] < Some(idx));
                last[class] = Some(idx);
            }
        }
    }
}
