internal import Diagnostics
internal import FileSupport
public import MapperConfig
internal import ONNXModel

/// What the linter wants to know of the model behind a config.
public enum ModelInputs {
    /// The inputs of a float model: those of the graph that are no initializers, with 0 for a dynamic size.
    @Sendable
    public static func read(_ path: String) -> Linter.ModelReading {
        guard case .file = FileStatus(of: path) else { return .unknown }
        let graph: Graph
        do {
            graph = try Model(contentsOf: path).graph
        } catch {
            return .unreadable((error as any UserError).message)
        }
        let constants = Set(graph.initializers.map(\.name))
        return .known(
            graph.inputs.filter { !constants.contains($0.name) }.map { input in
                ModelInput(name: input.name, shape: (input.type?.shape ?? []).map { $0.size ?? 0 })
            })
    }
}
