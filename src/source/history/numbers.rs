//! Numbers for objects, so that graphs can be kept in arrays.

use super::id::Oid;
use super::pack::Pack;
use std::sync::Arc;

/// A number for each object that a store had when this was made: its position in the first pack that holds it, counted on
/// from the packs before, or behind all packs its place among the loose objects.
#[derive(Debug)]
pub(super) struct Numbers {
    packs: Vec<(u32, Arc<Pack>)>,
    loose_start: u32,
    loose: Vec<Oid>,
}

impl Numbers {
    pub(super) fn new(packs: &[Arc<Pack>], loose: Vec<Oid>) -> Self {
        let mut start = 0u32;
        let mut numbered = Vec::with_capacity(packs.len());
        for pack in packs {
            numbered.push((start, Arc::clone(pack)));
            start = start.saturating_add(pack.len() as u32);
        }
        Self { packs: numbered, loose_start: start, loose }
    }

    /// One more than the largest number.
    pub(super) fn len(&self) -> usize {
        self.loose_start as usize + self.loose.len()
    }

    /// The number of an object.
    pub(super) fn get(&self, id: &[u8]) -> Option<u32> {
        let packed = self.packs.iter().find_map(|(start, pack)| Some(start + pack.index.position(id)? as u32));
        packed.or_else(|| {
            let at = self.loose.binary_search_by(|loose| loose.as_bytes().cmp(id)).ok()?;
            Some(self.loose_start + at as u32)
        })
    }

    /// The object of a number.
    pub(super) fn id(&self, number: u32) -> Option<Oid> {
        if number >= self.loose_start {
            return self.loose.get((number - self.loose_start) as usize).copied();
        }
        let pack = self.packs.partition_point(|(start, _)| *start <= number).checked_sub(1)?;
        let (start, pack) = &self.packs[pack];
        let position = (number - start) as usize;
        (position < pack.len()).then(|| pack.index.id(position))
    }
}

/// Numbers that were looked up lately; one for each thread. Trees that are versions of each other name the same objects.
#[derive(Debug)]
pub(super) struct Cache<'a> {
    numbers: &'a Numbers,
    /// By the start of an id, the first half of it, and its number. Half a hash is enough to tell objects apart.
    slots: Vec<([u8; 16], Option<u32>)>,
}

const SLOTS: usize = 1 << 15;

impl<'a> Cache<'a> {
    pub(super) fn new(numbers: &'a Numbers) -> Self {
        Self { numbers, slots: vec![([0; 16], None); SLOTS] }
    }

    #[inline]
    pub(super) fn get(&mut self, id: &[u8]) -> Option<u32> {
        let key = *id.first_chunk::<16>()?;
        let slot = &mut self.slots[usize::from(u16::from_be_bytes([key[0], key[1]])) % SLOTS];
        if u128::from_ne_bytes(slot.0) != u128::from_ne_bytes(key) {
            *slot = (key, self.numbers.get(id));
        }
        slot.1
    }
}
