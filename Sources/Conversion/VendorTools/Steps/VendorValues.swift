internal import CompiledModel
package import Support

/// Every value of a quantized or calibrated model, by the vendor's own runtime: slow, and the reference.
package struct VendorValues: Sendable {
    private let folder: TemporaryWorkspace

    /// Computes them, in the toolchain's Python.
    ///
    /// - Parameters:
    ///   - model: path of the model.
    ///   - inputs: for each image, the elements of the model's only input as they are in memory.
    /// - Throws: ``ToolchainError``, `FileError`.
    package init(model: String, inputs: [[UInt8]], environment: ToolchainEnvironment) async throws {
        folder = try TemporaryWorkspace(in: environment.scratch)
        var paths: [String] = []
        for (index, input) in inputs.enumerated() {
            paths.append(Path.join(folder.path, "input\(index).bin"))
            try AtomicFile.write(input, to: paths[index])
        }
        let script = try MapperScripts.locate().path("lib/quantized_values.py")
        let result = try await ToolRunner.run(
            Tool(
                environment.python, [script, Host.absolute(model), folder.path] + paths,
                environment: environment.variables, folder: folder.path))
        guard result.succeeded else {
            throw ToolchainError.toolFailed(
                name: "the vendor's runtime", exitStatus: result.exitStatus,
                reason: VendorFailure.reason(in: result.lastLines))
        }
    }

    /// The bytes of the first output of a node, for an image; both are counted from 0.
    ///
    /// - Throws: `FileError`.
    package func bytes(image: Int, node: Int) throws -> ByteView {
        try ByteView(contentsOf: Path.join(folder.path, "\(image).\(node).bin"))
    }
}
