internal import Diagnostics
internal import ONNX
internal import QuantizedRuntime
internal import Support
package import VendorTools

/// Whether the native engine computes a quantized model as the vendor's runtime does, node by node, and as the
/// simulator does the compiled one, logit by logit.
package struct QuantizedVerification: Sendable {
    /// How the comparison went. Any difference is an error instead.
    package struct Verdict: Sendable, Codable, Equatable {
        package var images: Int
        /// Nodes that were compared, and elements of all of them together.
        package var nodes: Int
        package var elements: Int
        /// Logits that were compared with the simulator's.
        package var simulatedLogits: Int
        /// What was not compared, and why.
        package var notes: [String]
    }

    private let path: String
    private let model: Model

    /// - Throws: `ONNXError`, `FileError`.
    package init(quantizedModel path: String) throws {
        self.path = path
        model = try Model(contentsOf: path)
    }

    /// Compares on some images.
    ///
    /// A model that the native engine refuses is not compared: a note then names the operator, and the vendor's runtime
    /// is what remains.
    ///
    /// - Parameters:
    ///   - images: NV12 of the model's size and range.
    ///   - simulate: the logits of one such image by the compiled model.
    /// - Throws: ``VerificationFailure`` for the first node or logit that differs; `ToolchainError`.
    package func run(
        images: [[UInt8]], environment: ToolchainEnvironment, simulate: ([UInt8]) async throws -> [Float]
    ) async throws -> Verdict {
        var verdict = Verdict(images: images.count, nodes: 0, elements: 0, simulatedLogits: 0, notes: [])
        let nodes = model.graph.nodes.enumerated().filter { !($0.element.outputs.first ?? "").isEmpty }
        let program: QuantizedProgram
        do {
            program = try QuantizedProgram(model, keeping: Set(nodes.map { $0.element.outputs[0] }))
        } catch let refusal as any UserError {
            verdict.notes.append("the native engine does not compute this model: \(refusal.message)")
            return verdict
        }
        let input = NV12Input(of: model)
        let inputs = images.compactMap { input?.tensor($0) }
        guard let input, let output = program.outputs.first, inputs.count == images.count else {
            verdict.notes.append("the native engine was not compared: the model's input is not one NV12 image")
            return verdict
        }
        let inexact = inexactNodes(of: program)
        let vendor = try await VendorValues(
            model: path, inputs: inputs.map { try $0.bytes().elements(as: UInt8.self) }, environment: environment)
        for (image, tensor) in inputs.enumerated() {
            let values = try program.run([input.name: tensor])
            for (index, node) in nodes where !inexact.contains(index) {
                guard let found = try values[node.outputs[0]]?.bytes().elements(as: UInt8.self) else { continue }
                let expected = try vendor.bytes(image: image, node: index).elements(as: UInt8.self)
                guard found == expected else {
                    throw VerificationFailure.node(node.description, image: image + 1)
                }
                verdict.nodes += image == 0 ? 1 : 0
                verdict.elements += values[node.outputs[0]]?.elementCount ?? 0
            }
            guard inexact.isEmpty, let logits = try values[output.name]?.floats() else { continue }
            let simulated = try await simulate(images[image])
            guard simulated == logits else {
                let different = zip(simulated, logits).count { $0 != $1 } + abs(simulated.count - logits.count)
                throw VerificationFailure.simulator(different: different, of: logits.count, image: image + 1)
            }
            verdict.simulatedLogits += logits.count
        }
        verdict.notes += program.notes
        return verdict
    }

    /// Nodes that are computed in float, and those that depend on them, by index.
    private func inexactNodes(of program: QuantizedProgram) -> Set<Int> {
        let origins = Set(program.inexactNodes)
        var values: Set<String> = []
        var nodes: Set<Int> = []
        for (index, node) in model.graph.nodes.enumerated()
        where origins.contains(node.description) || node.inputs.contains(where: values.contains) {
            nodes.insert(index)
            values.formUnion(node.outputs)
        }
        return nodes
    }
}
