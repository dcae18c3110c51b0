internal import GraphEditing

/// A `Constant` node becomes an initializer; an input with a value of its own stops being an input.
///
///     Constant(value) -> y      becomes      initializer y
enum ConstantsToInitializers: GraphPass {
    static let name = "constants-to-initializers"
    static let summary = "Constant nodes become initializers"

    static func run(_ graph: inout EditableGraph, _ options: PassOptions) -> Int { graph.absorbConstants() }
}
