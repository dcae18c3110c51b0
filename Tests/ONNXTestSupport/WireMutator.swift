/// Mutates protocol buffers as messages rather than as bytes: fields go, come twice, change places, take each other's
/// values, nest deeper; the lengths around them stay right, so that what is broken is what the model says.
///
/// The fuzzer uses it too, so it knows nothing of the code under test.
package struct WireMutator {
    /// A field of a message.
    package struct Field {
        enum Content {
            case varint(UInt64)
            /// Four or eight bytes.
            case fixed([UInt8])
            case bytes([UInt8])
            case message([Field])
        }

        var number: UInt64
        var content: Content
    }

    private static let depthLimit = 120
    /// Numbers at which arithmetic goes wrong.
    private static let numbers: [UInt64] = [
        0, 1, 2, 3, 7, 8, 11, 16, 127, 128, 255, 1 << 16, 1 << 31, 1 << 32, 1 << 40, 1 << 62, .max,
        UInt64(bitPattern: .min), UInt64(Int64.max), UInt64(bitPattern: -2), UInt64(bitPattern: -100),
    ]

    private var fields: [Field]
    /// Paths to all fields: the index at each level.
    private var places: [[Int]] = []

    /// `nil` if the bytes are no message.
    package init?(_ bytes: [UInt8]) {
        guard let fields = Self.parse(bytes[...], depth: 0) else { return nil }
        self.fields = fields
        index()
    }

    package var bytes: [UInt8] { Self.write(fields) }

    // MARK: The wire

    private static func parse(_ bytes: ArraySlice<UInt8>, depth: Int) -> [Field]? {
        guard depth < depthLimit else { return nil }
        var rest = bytes
        var fields: [Field] = []
        while !rest.isEmpty {
            guard let tag = varint(&rest), (1...64).contains(tag >> 3) else { return nil }
            switch tag & 7 {
            case 0:
                guard let value = varint(&rest) else { return nil }
                fields.append(Field(number: tag >> 3, content: .varint(value)))
            case 1, 5:
                let width = tag & 7 == 1 ? 8 : 4
                guard rest.count >= width else { return nil }
                fields.append(Field(number: tag >> 3, content: .fixed(Array(rest.prefix(width)))))
                rest = rest.dropFirst(width)
            case 2:
                guard let length = varint(&rest), length <= UInt64(rest.count) else { return nil }
                let content = rest.prefix(Int(length))
                rest = rest.dropFirst(Int(length))
                // Texts may look like messages: they are written back as they were, most of the time.
                if content.count > 1, let inner = parse(content, depth: depth + 1) {
                    fields.append(Field(number: tag >> 3, content: .message(inner)))
                } else {
                    fields.append(Field(number: tag >> 3, content: .bytes(Array(content))))
                }
            default: return nil
            }
        }
        return fields
    }

    private static func varint(_ rest: inout ArraySlice<UInt8>) -> UInt64? {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 70, by: 7) {
            guard let byte = rest.popFirst() else { return nil }
            value |= shift < 64 ? UInt64(byte & 0x7F) << shift : 0
            if byte < 0x80 { return value }
        }
        return nil
    }

    private static func write(_ fields: [Field]) -> [UInt8] {
        var bytes: [UInt8] = []
        func append(_ value: UInt64) {
            var rest = value
            while rest >= 0x80 {
                bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
                rest >>= 7
            }
            bytes.append(UInt8(rest))
        }
        for field in fields {
            switch field.content {
            case .varint(let value):
                append(field.number << 3)
                append(value)
            case .fixed(let content):
                append(field.number << 3 | (content.count == 8 ? 1 : 5))
                bytes += content
            case .bytes(let content):
                append(field.number << 3 | 2)
                append(UInt64(content.count))
                bytes += content
            case .message(let inner):
                let content = write(inner)
                append(field.number << 3 | 2)
                append(UInt64(content.count))
                bytes += content
            }
        }
        return bytes
    }

    // MARK: Places

    private mutating func index() {
        places = []
        var path: [Int] = []
        func visit(_ fields: [Field]) {
            for (place, field) in fields.enumerated() {
                path.append(place)
                places.append(path)
                if case .message(let inner) = field.content { visit(inner) }
                path.removeLast()
            }
        }
        visit(fields)
    }

    private func field(at path: [Int]) -> Field? {
        var level = fields
        for (depth, place) in path.enumerated() {
            guard level.indices.contains(place) else { return nil }
            if depth == path.count - 1 { return level[place] }
            guard case .message(let inner) = level[place].content else { return nil }
            level = inner
        }
        return nil
    }

    private static func edit(_ fields: inout [Field], _ path: ArraySlice<Int>, _ change: (inout [Field], Int) -> Void) {
        guard let place = path.first, fields.indices.contains(place) else { return }
        if path.count == 1 { return change(&fields, place) }
        guard case .message(var inner) = fields[place].content else { return }
        edit(&inner, path.dropFirst(), change)
        fields[place].content = .message(inner)
    }

    // MARK: Mutations

    /// Changes one thing.
    package mutating func mutate(using generator: inout some RandomNumberGenerator) {
        guard let path = places.randomElement(using: &generator),
            let donorPath = places.randomElement(using: &generator),
            let donor = field(at: donorPath)
        else { return }
        var random = generator
        Self.edit(&fields, path[...]) { siblings, place in
            switch Int.random(in: 0..<12, using: &random) {
            case 0: siblings.remove(at: place)
            case 1: siblings.insert(siblings[place], at: place)
            case 2: siblings.swapAt(place, Int.random(in: 0..<siblings.count, using: &random))
            case 3: siblings.insert(donor, at: place)
            case 4: siblings[place] = donor
            case 5:
                // Deeper by one: the field within a copy of the one around it.
                siblings[place].content = .message([siblings[place]])
            case 6: siblings[place].number = UInt64.random(in: 1...26, using: &random)
            case 7:
                let copies = [Field](repeating: siblings[place], count: Int.random(in: 1...40, using: &random))
                siblings.insert(contentsOf: copies, at: place)
            default: Self.change(&siblings[place].content, like: donor.content, using: &random)
            }
        }
        generator = random
        index()
    }

    private static func change(
        _ content: inout Field.Content, like donor: Field.Content, using generator: inout some RandomNumberGenerator
    ) {
        switch content {
        case .varint(let value):
            content = .varint(
                Bool.random(using: &generator)
                    ? numbers.randomElement(using: &generator) ?? 0
                    : value &+ UInt64(bitPattern: Int64.random(in: -3...3, using: &generator)))
        case .fixed(let old):
            content = .fixed(old.map { _ in UInt8.random(in: 0...255, using: &generator) })
        case .bytes(var bytes):
            switch (Int.random(in: 0..<5, using: &generator), donor) {
            case (0...1, .bytes(let other)): bytes = other
            case (2, _) where !bytes.isEmpty:
                bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            case (3, _): bytes.removeLast(bytes.isEmpty ? 0 : 1)
            default: bytes.append(UInt8.random(in: 0...255, using: &generator))
            }
            content = .bytes(bytes)
        case .message: content = donor
        }
    }
}
