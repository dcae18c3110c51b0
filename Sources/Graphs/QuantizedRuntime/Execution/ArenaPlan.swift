/// Where values are in one block of memory: those that are not alive at the same time share their place.
struct ArenaPlan {
    static let alignment = 64

    /// How large the block has to be.
    private(set) var byteCount = 0
    /// Unused ranges below ``byteCount``, in order, with something between each two.
    private var free: [Range<Int>] = []

    /// A place for `bytes` bytes: the first that is large enough.
    mutating func take(_ bytes: Int) -> Range<Int> {
        let size = Self.aligned(bytes)
        if let index = free.firstIndex(where: { $0.count >= size }) {
            let range = free[index]
            let place = range.lowerBound..<range.lowerBound + size
            if range.count == size {
                free.remove(at: index)
            } else {
                free[index] = place.upperBound..<range.upperBound
            }
            return place
        }
        // What is free at the end grows.
        var start = byteCount
        if let last = free.last, last.upperBound == byteCount {
            start = last.lowerBound
            free.removeLast()
        }
        byteCount = start + size
        return start..<byteCount
    }

    /// Frees a place.
    mutating func give(_ place: Range<Int>) {
        let index = free.firstIndex { $0.lowerBound >= place.upperBound } ?? free.count
        var merged = place
        var replaced = index..<index
        if index < free.count, free[index].lowerBound == merged.upperBound {
            merged = merged.lowerBound..<free[index].upperBound
            replaced = index..<index + 1
        }
        if index > 0, free[index - 1].upperBound == merged.lowerBound {
            merged = free[index - 1].lowerBound..<merged.upperBound
            replaced = index - 1..<replaced.upperBound
        }
        free.replaceSubrange(replaced, with: [merged])
    }

    static func aligned(_ bytes: Int) -> Int { (max(bytes, 1) + alignment - 1) / alignment * alignment }
}
