package import CompiledModel
internal import Glibc
internal import Support

/// Runs a compiled model on hbdk-sim, the vendor's bit-exact BPU simulator.
///
/// The integers are those of the board; `logit = integer * scale` as the runtime on the board computes it.
package struct Simulator: Sendable {
    /// Images that run at the same time; each takes one core and about 200 MB.
    package static let parallelRuns = 2

    private let model: BinModel
    private let environment: ToolchainEnvironment

    /// - Throws: ``ToolchainError/badInput(reason:)`` if the model has not one NV12 input and one scaled output.
    package init(model: BinModel, environment: ToolchainEnvironment) throws {
        guard model.imageSize != nil, model.inputs.count == 1, model.outputs.count == 1 else {
            throw ToolchainError.badInput(
                reason: "\(model.path): only models with one NV12 input and one output can be simulated")
        }
        guard !model.outputScales.isEmpty else {
            throw ToolchainError.badInput(reason: "\(model.path): the model has no output scales")
        }
        self.model = model
        self.environment = environment
    }

    /// The logits for each image, in the images' order.
    ///
    /// - Parameters:
    ///   - count: how many images there are.
    ///   - image: gives the NV12 bytes of one image: `height * width` luma, then interleaved chroma, in the
    ///     model's ``BinModel/nv12Range``. Called from two threads.
    ///   - completed: called after each image with the number of those done.
    /// - Throws: ``ToolchainError``, and what `image` throws.
    package func run(
        count: Int, image: @escaping @Sendable (Int) throws -> [UInt8],
        completed: @escaping @Sendable (Int) -> Void = { _ in }
    ) async throws -> [[Float]] {
        let folder = try TemporaryWorkspace()
        let program = Path.join(folder.path, "model.hbm")
        try model.writeProgram(to: program)
        var results = [[Float]](repeating: [], count: count)
        try await withThrowingTaskGroup(of: (Int, [Float]).self) { group in
            var next = 0
            func start() {
                guard next < count else { return }
                let index = next
                next += 1
                group.addTask {
                    (
                        index,
                        try await logits(try image(index), program: program, folder: Path.join(folder.path, "\(index)"))
                    )
                }
            }
            for _ in 0..<Self.parallelRuns { start() }
            var done = 0
            while let (index, logits) = try await group.next() {
                results[index] = logits
                done += 1
                completed(done)
                start()
            }
        }
        return results
    }

    private func logits(_ nv12: [UInt8], program: String, folder: String) async throws -> [Float] {
        guard let (height, width) = model.imageSize else { throw ToolchainError.badInput(reason: "not an NV12 model") }
        let expected = height * width * 3 / 2
        guard nv12.count == expected else {
            throw ToolchainError.badInput(
                reason: "an NV12 image of \(width)x\(height) has \(expected) bytes, and this has \(nv12.count)")
        }
        // hbdk-sim tells an image from a tensor by this ending.
        let image = Path.join(folder, "image.yuv")
        let output = Path.join(folder, "output")
        try Folder.create(output)
        try AtomicFile.write(nv12, to: image)
        let result = try await ToolRunner.run(
            Tool(
                try environment.tool("hbdk-sim"),
                ["-o", output, "-f", program, "-n", model.entryPoint, "-i", image, "--yuv-size", "\(height)x\(width)"],
                environment: environment.variables, folder: folder))
        guard result.succeeded else {
            throw ToolchainError.toolFailed(
                name: "hbdk-sim", exitStatus: result.exitStatus, reason: VendorFailure.reason(in: result.lastLines))
        }
        let names = try Folder.names(in: output)
        guard let name = names.first(where: { $0.hasSuffix("_int.txt") }) else {
            throw ToolchainError.toolFailed(name: "hbdk-sim", exitStatus: 0, reason: "it wrote no integers")
        }
        let path = Path.join(output, name)
        let text = try readText(path)
        let integers = try Self.integers(in: text, path: path)
        try Folder.remove(folder)
        let scales = model.outputScales
        guard integers.count == scales.count || scales.count == 1 else {
            throw ToolchainError.badReport(path: path, reason: "\(integers.count) values, but \(scales.count) scales")
        }
        return integers.indices.map { Float(integers[$0]) * scales[scales.count == 1 ? 0 : $0] }
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
