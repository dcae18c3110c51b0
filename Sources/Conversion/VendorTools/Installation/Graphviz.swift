internal import Support

/// Graphviz's `dot`, which lays graphs out.
package enum Graphviz {
    /// A drawing as SVG.
    ///
    /// - Parameter source: the graph in Graphviz's language.
    /// - Throws: ``ToolchainError/programMissing(name:package:)`` if Graphviz is not installed,
    ///   ``ToolchainError/toolFailed(name:exitStatus:reason:)`` if it fails.
    package static func svg(of source: String) async throws -> String {
        guard let program = Host.program("dot") else {
            throw ToolchainError.programMissing(name: "dot", package: "graphviz")
        }
        let workspace = try TemporaryWorkspace()
        let input = Path.join(workspace.path, "graph.dot")
        let output = Path.join(workspace.path, "graph.svg")
        try AtomicFile.write(source, to: input)
        _ = try await ToolRunner.output(of: Tool(program, ["-Tsvg", "-o", output, input]))
        return try readText(output)
    }
}
