/// What the JSON header of a safetensors file says, before anything in it is believed.
struct SafetensorsHeader {
    struct Entry {
        var name: String
        var type: String
        var shape: [Int]
        /// Offsets from the end of the header.
        var begin: Int
        var end: Int
    }

    /// In the order of the file.
    var entries: [Entry] = []
    var metadata: [String: String] = [:]

    /// Why a header is not one; `offset` counts bytes of the JSON text.
    struct Malformed: Error {
        var reason: String
        var offset: Int
    }

    /// Reads the header's JSON text, which must be an object of tensors and, under `__metadata__`, of texts.
    init(json: UnsafeRawBufferPointer) throws(Malformed) {
        var scanner = JSONScanner(json)
        var names: Set<String> = []
        try scanner.expect("{")
        if try !scanner.take("}") {
            repeat {
                let start = scanner.position
                let name = try scanner.string()
                guard names.insert(name).inserted else {
                    throw Malformed(reason: "'\(name)' is there twice", offset: start)
                }
                try scanner.expect(":")
                if name == "__metadata__" {
                    metadata = try Self.texts(&scanner)
                } else {
                    entries.append(try Self.entry(name, &scanner))
                }
            } while try scanner.take(",")
            try scanner.expect("}")
        }
        try scanner.expectEnd()
    }

    private static func entry(_ name: String, _ scanner: inout JSONScanner) throws(Malformed) -> Entry {
        let start = scanner.position
        var type: String?
        var shape: [Int]?
        var offsets: [Int]?
        try scanner.expect("{")
        repeat {
            let keyStart = scanner.position
            let key = try scanner.string()
            try scanner.expect(":")
            switch key {
            case "dtype" where type == nil: type = try scanner.string()
            case "shape" where shape == nil: shape = try scanner.naturals()
            case "data_offsets" where offsets == nil: offsets = try scanner.naturals()
            default:
                throw Malformed(reason: "'\(name)' has '\(key)' twice, or should not have it", offset: keyStart)
            }
        } while try scanner.take(",")
        try scanner.expect("}")
        guard let type, let shape, let offsets else {
            throw Malformed(reason: "'\(name)' lacks dtype, shape or data_offsets", offset: start)
        }
        guard offsets.count == 2 else {
            throw Malformed(reason: "'\(name)' has \(offsets.count) data_offsets, not 2", offset: start)
        }
        return Entry(name: name, type: type, shape: shape, begin: offsets[0], end: offsets[1])
    }

    private static func texts(_ scanner: inout JSONScanner) throws(Malformed) -> [String: String] {
        var texts: [String: String] = [:]
        try scanner.expect("{")
        if try scanner.take("}") { return texts }
        repeat {
            let key = try scanner.string()
            try scanner.expect(":")
            texts[key] = try scanner.string()
        } while try scanner.take(",")
        try scanner.expect("}")
        return texts
    }
}
