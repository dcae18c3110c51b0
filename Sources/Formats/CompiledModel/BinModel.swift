internal import Support

/// A compiled model: what the `.bin` says about itself, and the blob that the BPU runs.
package struct BinModel: Sendable {
    /// A tensor at the model's border.
    package struct Port: Sendable, Hashable {
        package let name: String
        /// As the model accepts or produces it; an NV12 input says `[1, height, width, 3]`.
        package let shape: [Int]
        /// `int8`, `float32`, ...
        package let elementType: String
    }

    /// One input of the BPU part.
    package struct Feed: Sendable, Hashable {
        package enum Kind: Sendable, Hashable {
            case nv12, yuv444, rgb, bgr, gray
            /// Float values, quantized on the CPU with this scale.
            case featureMap(scale: Float)
        }

        /// The name of the model's input that it comes from.
        package let name: String
        package let kind: Kind
        /// `[batch, height, width, channels]` for NV12 and gray, `[batch, channels, height, width]` or with the channels
        /// last for the others.
        package let shape: [Int]
    }

    package let path: String
    package let name: String
    package let inputs: [Port]
    package let outputs: [Port]
    /// What the BPU part is given, in its own order.
    package let feeds: [Feed]
    /// Operators that the CPU runs around the BPU part, in order, by type.
    package let cpuOperators: [String]
    /// The BPU part's name: what hbdk-sim calls the model.
    package let entryPoint: String
    /// Factor by which each of the BPU's raw integers becomes a logit, one a channel, or one for all. Also of models
    /// whose `Dequantize` was removed, which leave the factor to the board's program.
    package let outputScales: [Float]
    /// How it was built, under hb_mapper's own names (`MARCH`, `INPUT_TYPE_RT`, ...), lists ending in `;`.
    package let parameters: [String: String]
    /// Size of the blob for the BPU in bytes.
    package let programSize: Int

    private let message: BinMessage
    private static let program = "PACKED_HBM_MODEL"

    /// Reads a `.bin` as hb_mapper 1.24 makes it.
    ///
    /// - Throws: ``CompiledModelError`` if it is cut short, empty, or something else; `FileError` if it cannot be read.
    package init(path: String) throws {
        let file = try MappedFile(path: path)
        guard !file.isEmpty else { throw CompiledModelError(path: path, reason: "the file is empty") }
        // A protobuf message is at most this long.
        guard file.count < Int(Int32.max) else { throw CompiledModelError(path: path, reason: "it has more than 2 GB") }
        guard let message = file.withUnsafeBytes({ BinMessage($0) }) else {
            throw CompiledModelError(path: path, reason: "it is cut short, or not the container that hb_mapper writes")
        }
        self.path = path
        self.message = message
        parameters = message.information

        let read = message.withGraphs { graphs -> Result<GraphFacts, GraphFacts.Mistake> in
            guard graphs.count == 1 else {
                return .failure(GraphFacts.Mistake(reason: "expected one graph, found \(graphs.count)"))
            }
            return GraphFacts.read(graphs[0].pointee)
        }
        let facts: GraphFacts
        switch read {
        case .success(let success): facts = success
        case .failure(let mistake): throw CompiledModelError(path: path, reason: mistake.reason)
        }
        name = facts.name
        inputs = facts.inputs
        outputs = facts.outputs
        cpuOperators = facts.cpuOperators
        feeds = facts.feeds
        entryPoint = facts.entryPoint
        outputScales = facts.scales
        guard let size = message.withBytes(ofConstant: Self.program, inGraph: 0, { $0.count }), size > 0 else {
            throw CompiledModelError(path: path, reason: "it has no program for the BPU")
        }
        programSize = size
    }

    /// Writes the BPU's program as a file that hbdk-sim runs.
    ///
    /// - Throws: `FileError` if it cannot be written.
    package func writeProgram(to destination: String) throws {
        let written = message.withBytes(ofConstant: Self.program, inGraph: 0) { bytes -> Result<Void, FileError> in
            do throws(FileError) {
                var file = try AtomicFile(path: destination)
                try file.write(bytes)
                try file.commit()
                return .success(())
            } catch {
                return .failure(error)
            }
        }
        if case .failure(let error) = written { throw error }
    }

    /// Lends the BPU's program.
    package func withProgram<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result? {
        message.withBytes(ofConstant: Self.program, inGraph: 0, body)
    }
}
