package import CompiledModel
internal import Glibc
internal import Support
internal import Synchronization

/// Runs a compiled model on hbdk-sim, the vendor's bit-exact BPU simulator.
///
/// The integers are those of the board; `logit = integer * scale` as the runtime on the board computes it. Each run is a
/// process that needs one core and about 200 MB; there may be any number at the same time.
package final class Simulator: Sendable {
    package let model: BinModel
    /// Samples of one run.
    package let batch: Int

    private let environment: ToolchainEnvironment
    private let folder: TemporaryWorkspace
    private let program: String
    private let runCount = Atomic<Int>(0)

    /// - Throws: ``ToolchainError/badInput(reason:)`` if the model has inputs of an unknown kind, or not one scaled
    ///   output; ``FileError``.
    package init(model: BinModel, environment: ToolchainEnvironment) throws {
        guard let first = model.feeds.first, model.feeds.count == model.inputs.count,
            model.feeds.allSatisfy({ $0.sampleByteCount != nil && $0.batch == first.batch })
        else {
            throw ToolchainError.badInput(reason: "\(model.path): the simulator cannot be given this model's inputs")
        }
        guard model.outputs.count == 1 else {
            throw ToolchainError.badInput(reason: "\(model.path): only models with one output can be simulated")
        }
        guard !model.outputScales.isEmpty else {
            throw ToolchainError.badInput(reason: "\(model.path): the model has no output scales")
        }
        self.model = model
        self.environment = environment
        batch = first.batch
        folder = try TemporaryWorkspace(in: environment.scratch)
        program = Path.join(folder.path, "model.hbm")
        try model.writeProgram(to: program)
    }

    /// The logits of each sample of one run.
    ///
    /// - Parameter samples: ``batch`` of them. Each has the bytes for each of ``BinModel/feeds``, in that order: the
    ///   planes of an NV12 or gray image, or int8 elements in the order of the feed's shape.
    /// - Throws: ``ToolchainError``, `FileError`.
    package func logits(_ samples: [[[UInt8]]]) async throws -> [[Float]] {
        precondition(samples.count == batch, "expected \(batch) samples a run")
        for sample in samples {
            for (feed, bytes) in zip(model.feeds, sample) where bytes.count != feed.sampleByteCount {
                throw ToolchainError.badInput(
                    reason: "input '\(feed.name)' expects \(feed.sampleByteCount ?? 0) bytes, found \(bytes.count)"
                )
            }
        }
        let number = runCount.add(1, ordering: .relaxed).newValue
        let folder = Path.join(folder.path, String(number))
        let output = Path.join(folder, "output")
        try Folder.create(output)
        defer { try? Folder.remove(folder) }

        var files: [String] = []
        var sizes: [String] = []
        for (index, feed) in model.feeds.enumerated() {
            if feed.isImage {
                for (place, sample) in samples.enumerated() {
                    // hbdk-sim tells an image from a tensor by this ending.
                    files.append(Path.join(folder, "\(index)-\(place)." + (feed.kind == .gray ? "y" : "yuv")))
                    sizes.append("\(feed.shape[1])x\(feed.shape[2])")
                    try AtomicFile.write(sample[index], to: files[files.count - 1])
                }
            } else {
                files.append(Path.join(folder, "\(index).bin"))
                sizes.append("")
                try AtomicFile.write(samples.flatMap { $0[index] }, to: files[files.count - 1])
            }
        }
        var arguments = ["-o", output, "-f", program, "-n", model.entryPoint, "-i", files.joined(separator: ",")]
        if sizes.contains(where: { !$0.isEmpty }) { arguments += ["--yuv-size", sizes.joined(separator: ",")] }
        let result = try await ToolRunner.run(
            Tool(
                try environment.tool("hbdk-sim"), arguments, environment: environment.variables, folder: folder))
        guard result.succeeded else {
            throw ToolchainError.toolFailed(
                name: "hbdk-sim", exitStatus: result.exitStatus, reason: VendorFailure.reason(in: result.lastLines))
        }
        guard let name = try Folder.names(in: output).first(where: { $0.hasSuffix("_int.txt") }) else {
            throw ToolchainError.toolFailed(name: "hbdk-sim", exitStatus: 0, reason: "it wrote no integers")
        }
        let path = Path.join(output, name)
        return try scaled(try Self.integers(in: try readText(path), path: path), path: path)
    }

    private func scaled(_ integers: [Int32], path: String) throws -> [[Float]] {
        let scales = model.outputScales
        let count = integers.count / batch
        guard count * batch == integers.count, count == scales.count || scales.count == 1 else {
            throw ToolchainError.badReport(
                path: path, reason: "\(integers.count) values of \(batch) samples, but \(scales.count) scales")
        }
        return (0..<batch).map { sample in
            (0..<count).map { Float(integers[sample * count + $0]) * scales[scales.count == 1 ? 0 : $0] }
        }
    }

    /// One integer a line, after header lines that begin with `#`.
    static func integers(in text: String, path: String) throws -> [Int32] {
        var values: [Int32] = []
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
            for word in line.split(separator: " ") {
                guard let value = Int32(word) else {
                    throw ToolchainError.badReport(
                        path: path, reason: "expected an integer, found '\(word.prefix(40))'")
                }
                values.append(value)
            }
        }
        return values
    }
}
