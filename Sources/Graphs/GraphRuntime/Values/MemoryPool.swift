internal import Glibc
internal import Synchronization

/// The memory of an executor's values. Memory that a value frees is used by the next one of about the same size.
final class MemoryPool: Sendable {
    /// Bytes that may be in use at a time.
    let limit: Int

    private struct Block: @unchecked Sendable {
        let pointer: UnsafeMutableRawPointer
    }

    private struct State: Sendable {
        var used = 0
        var kept = 0
        /// Free blocks by their capacity.
        var free: [Int: [Block]] = [:]
    }

    private let state = Mutex(State())

    init(limit: Int) { self.limit = limit }

    deinit {
        state.withLock { state in
            for block in state.free.values.joined() { free(block.pointer) }
        }
    }

    /// Memory for a value, aligned to 64 bytes, not cleared.
    ///
    /// - Throws: ``RuntimeError/memory(bytes:limit:)``.
    func allocate(_ bytes: Int) throws -> Buffer {
        guard bytes <= limit else { throw RuntimeError.memory(bytes: bytes, limit: limit) }
        let capacity = Self.capacity(for: bytes)
        let pointer = state.withLock { state -> Block? in
            if let block = state.free[capacity]?.popLast() {
                state.kept -= capacity
                state.used += capacity
                return block
            }
            if state.used + capacity > limit { return nil }
            if state.used + state.kept + capacity > limit { Self.releaseAll(&state) }
            guard let pointer = aligned_alloc(64, capacity) else { return nil }
            state.used += capacity
            return Block(pointer: pointer)
        }
        guard let pointer else { throw RuntimeError.memory(bytes: bytes, limit: limit) }
        return Buffer(pointer: pointer.pointer, count: bytes, capacity: capacity, pool: self)
    }

    fileprivate func release(_ pointer: UnsafeMutableRawPointer, capacity: Int) {
        let block = Block(pointer: pointer)
        state.withLock { state in
            state.used -= capacity
            state.kept += capacity
            state.free[capacity, default: []].append(block)
        }
    }

    private static func releaseAll(_ state: inout State) {
        for block in state.free.values.joined() { free(block.pointer) }
        state.free = [:]
        state.kept = 0
    }

    /// Rounded up, so that values of nearly the same size share blocks: to 64 bytes, larger ones to an eighth of their size.
    private static func capacity(for bytes: Int) -> Int {
        var step = 64
        while step * 16 < bytes { step *= 2 }
        return max(step, (bytes + step - 1) / step * step)
    }
}

/// The memory of one value. Goes back to its pool with its last reference.
///
/// Written only by the kernel that makes it, before anybody else sees it.
final class Buffer: @unchecked Sendable {
    let pointer: UnsafeMutableRawPointer
    let count: Int
    private let capacity: Int
    private let pool: MemoryPool

    fileprivate init(pointer: UnsafeMutableRawPointer, count: Int, capacity: Int, pool: MemoryPool) {
        self.pointer = pointer
        self.count = count
        self.capacity = capacity
        self.pool = pool
    }

    deinit { pool.release(pointer, capacity: capacity) }
}
