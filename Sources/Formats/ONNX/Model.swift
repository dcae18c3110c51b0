/// An ONNX model: a graph, and the versions of the languages it is written in.
package struct Model: Sendable, Equatable {
    /// The version of the file format itself; 0 if the file has none.
    package var irVersion: Int
    package var opsetImports: [OpsetImport]
    package var producerName: String
    package var producerVersion: String
    package var domain: String
    package var modelVersion: Int
    package var docString: String
    package var graph: Graph
    package var functions: [Function]
    package var metadata: [MetadataEntry]
    /// How the model is trained further; usually empty.
    package var trainingInfo: [TrainingInfo] = []
    var unknownFields: UnknownFields
    /// Where it was read from, which is not part of its value.
    package var origin = ModelOrigin()

    package init(
        graph: Graph, opset: Int, irVersion: Int, producerName: String = "repvit-convert",
        producerVersion: String = "", metadata: [MetadataEntry] = []
    ) {
        self.irVersion = irVersion
        opsetImports = [OpsetImport(domain: "", version: opset)]
        self.producerName = producerName
        self.producerVersion = producerVersion
        domain = ""
        modelVersion = 0
        docString = ""
        self.graph = graph
        functions = []
        self.metadata = metadata
        unknownFields = UnknownFields()
    }

    /// The opset of the default domain; `nil` if the model imports none.
    package var opset: Int? {
        opsetImports.first { $0.domain.isEmpty || $0.domain == "ai.onnx" }?.version
    }
}

/// Where a model was read from. Two models are the same wherever they came from, so all origins are equal.
package struct ModelOrigin: Sendable, Equatable {
    package var path: String?
    /// The files next to it that hold payloads; `nil` for a model that came from memory.
    var externalFiles: ExternalFiles?

    package static func == (lhs: Self, rhs: Self) -> Bool { true }
}

/// What a message says beyond its Swift value, so that reading and writing give the same message again.
package struct UnknownFields: Sendable, Hashable {
    /// The fields that our `onnx.proto` does not name, as they lie on the wire. Written back unchanged, so that a newer
    /// model survives.
    var bytes: [UInt8] = []
    /// The fields, one bit a number, that are there or missing against what their value implies: an empty text that is
    /// stated all the same, an integer attribute of 0 that is left out. (Field numbers are below 32.)
    var unusualPresence: UInt32 = 0

    package func isUnusual(_ field: Int) -> Bool { unusualPresence & (1 << UInt32(field)) != 0 }

    package mutating func markUnusual(_ field: Int) { unusualPresence |= 1 << UInt32(field) }
}

/// A set of operators that a model uses.
package struct OpsetImport: Sendable, Equatable {
    /// Empty for the default domain.
    package var domain: String
    package var version: Int
    var unknownFields = UnknownFields()

    package init(domain: String, version: Int) {
        self.domain = domain
        self.version = version
    }
}

/// A named text that travels with a model.
package struct MetadataEntry: Sendable, Equatable {
    package var key: String
    package var value: String
    var unknownFields = UnknownFields()

    package init(key: String, value: String) {
        self.key = key
        self.value = value
    }
}

/// What an initialization and a training step do, as graphs, and which initializers their results go to.
package struct TrainingInfo: Sendable, Equatable {
    package var initialization: Graph?
    package var algorithm: Graph?
    /// From an initializer's name to the output of ``initialization`` that sets it.
    package var initializationBindings: [MetadataEntry] = []
    /// From an initializer's name to the output of ``algorithm`` that replaces it after a step.
    package var updateBindings: [MetadataEntry] = []
    var unknownFields = UnknownFields()

    package init() {}
}

/// An operator defined by other operators, local to a model.
///
/// A node calls it by domain, name and overload.
package struct Function: Sendable, Equatable {
    package var name: String
    package var domain: String
    package var inputs: [String]
    package var outputs: [String]
    /// Attributes without a default.
    package var attributeNames: [String]
    /// Attributes with a default.
    package var attributes: [Attribute]
    package var nodes: [Node]
    package var opsetImports: [OpsetImport]
    package var docString: String
    package var overload: String
    /// Types of the values inside, as far as the file states them.
    package var valueInfo: [ValueInfo] = []
    package var metadata: [MetadataEntry] = []
    package var unknownFields = UnknownFields()

    package init(
        name: String, domain: String, inputs: [String], outputs: [String], nodes: [Node],
        opsetImports: [OpsetImport], attributeNames: [String] = [], attributes: [Attribute] = []
    ) {
        self.name = name
        self.domain = domain
        self.inputs = inputs
        self.outputs = outputs
        self.attributeNames = attributeNames
        self.attributes = attributes
        self.nodes = nodes
        self.opsetImports = opsetImports
        docString = ""
        overload = ""
    }
}
