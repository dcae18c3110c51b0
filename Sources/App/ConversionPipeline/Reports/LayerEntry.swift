internal import ModelAnalysis
internal import ONNX

/// A layer in JSON, as every command that lists layers prints it.
package struct LayerEntry: Encodable {
    let name: String
    let scope: [String]
    let `operator`: String
    /// `null` if it is unknown.
    let outputType: String?
    /// Symbolic and unknown sizes are `null`, and so is an unknown shape.
    let outputShape: [Int?]?
    let parameters: Int
    let macs: Int?

    enum CodingKeys: CodingKey {
        case name, scope, `operator`, outputType, outputShape, parameters, macs
    }

    init(_ layer: Layer) {
        name = layer.name
        scope = layer.scope
        self.operator = layer.operatorType
        outputType = layer.outputType?.elementType?.description
        outputShape = layer.outputType?.shape?.map(\.size)
        parameters = layer.parameters
        macs = layer.macs
    }

    /// Writes every key.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(name, forKey: .name)
        try container.encode(scope, forKey: .scope)
        try container.encode(self.operator, forKey: .operator)
        try container.encode(outputType, forKey: .outputType)
        try container.encode(outputShape, forKey: .outputShape)
        try container.encode(parameters, forKey: .parameters)
        try container.encode(macs, forKey: .macs)
    }
}
