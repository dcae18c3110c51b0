/// How two compiled models differ, leaving aside what differs between two builds of the same inputs.
///
/// Two builds are never equal byte for byte: hbdk-cc records the temporary folder that it worked in (three times, in
/// m0_9), and hb_mapper writes the build parameters in random order.
package struct BinComparison: Sendable, Hashable {
    /// A property that is not the same in both.
    package struct Difference: Sendable, Hashable {
        package let property: String
        package let first: String
        package let second: String
    }

    package enum Program: String, Sendable, Hashable {
        case identical
        /// Equal but for the names of temporary folders.
        case stamps
        case different
    }

    /// Differences of what the model is: inputs, outputs, scales, operators, parameters.
    package let differences: [Difference]
    /// Differences of where it was made from and to: paths and names.
    package let provenance: [Difference]
    package let program: Program
    /// Bytes of the BPU's program that differ, stamps left out; those past the end of the shorter one count.
    package let differentBytes: Int

    /// Whether both compute the same.
    package var isSame: Bool { differences.isEmpty && program != .different }

    /// Build parameters that say where, not what.
    private static let places: Set = ["ONNX_MODEL", "WORKING_DIR", "CALI_DIR", "MODEL_PREFIX", "LOG_LEVEL"]

    package init(_ first: BinModel, _ second: BinModel) {
        var differences: [Difference] = []
        var provenance: [Difference] = []
        func compare(_ property: String, _ one: String, _ other: String) {
            if one != other { differences.append(Difference(property: property, first: one, second: other)) }
        }
        compare("inputs", Self.text(first.inputs), Self.text(second.inputs))
        compare("outputs", Self.text(first.outputs), Self.text(second.outputs))
        compare("on the CPU", first.cpuOperators.joined(separator: " "), second.cpuOperators.joined(separator: " "))
        if first.outputScales != second.outputScales {
            let unequal = zip(first.outputScales, second.outputScales).count { $0 != $1 }
            differences.append(
                Difference(
                    property: "output scales", first: "\(first.outputScales.count)",
                    second: "\(second.outputScales.count), \(unequal) different"))
        }
        for name in Set(first.parameters.keys).union(second.parameters.keys).sorted() {
            let (one, other) = (first.parameters[name] ?? "", second.parameters[name] ?? "")
            guard one != other else { continue }
            let difference = Difference(property: name, first: one, second: other)
            if Self.places.contains(name) { provenance.append(difference) } else { differences.append(difference) }
        }
        let compared = first.withProgram { one in second.withProgram { Self.compare(one, $0) } }
        let (program, bytes) = (compared ?? nil) ?? (.different, 0)
        self.differences = differences
        self.provenance = provenance
        self.program = program
        differentBytes = bytes
    }

    private static func text(_ ports: [BinModel.Port]) -> String {
        ports.map { "\($0.name) \($0.elementType) \($0.shape)" }.joined(separator: ", ")
    }

    private static func compare(
        _ first: UnsafeRawBufferPointer, _ second: UnsafeRawBufferPointer
    ) -> (Program, differentBytes: Int) {
        let count = min(first.count, second.count)
        var different = max(first.count, second.count) - count
        var hasStamps = false
        var index = 0
        while index < count {
            guard first[index] != second[index] else {
                index += 1
                continue
            }
            if let stamp = TemporaryName(around: index, in: first), stamp == TemporaryName(around: index, in: second) {
                hasStamps = true
                index = stamp.end
            } else {
                different += 1
                index += 1
            }
        }
        return (different > 0 ? .different : hasStamps ? .stamps : .identical, different)
    }
}

/// Where a name as Python's `tempfile` makes it is in a text: `/tmp` and eight letters, digits or underscores, then `/`.
private struct TemporaryName: Equatable {
    let start: Int
    let end: Int

    /// - Returns: `nil` if `index` is not within the eight characters of such a name.
    init?(around index: Int, in bytes: UnsafeRawBufferPointer) {
        let prefix = Array("/tmp".utf8)
        for start in max(prefix.count, index - 7)...max(prefix.count, index) where start <= index {
            let end = start + 8
            guard end < bytes.count, bytes[end] == UInt8(ascii: "/"),
                bytes[(start - prefix.count)..<start].elementsEqual(prefix),
                bytes[start..<end].allSatisfy(Self.isNameByte)
            else { continue }
            self.start = start
            self.end = end
            return
        }
        return nil
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"): true
        default: false
        }
    }
}
