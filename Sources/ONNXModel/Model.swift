/// An ONNX model: a graph, and the versions of the languages it is written in.
public struct Model: Sendable, Equatable {
    /// The version of the file format itself; 0 if the file has none.
    public var irVersion: Int
    public var opsetImports: [OpsetImport]
    public var producerName: String
    public var producerVersion: String
    public var domain: String
    public var modelVersion: Int
    public var docString: String
    public var graph: Graph
    public var functions: [Function]
    public var metadata: [MetadataEntry]
    /// How the model is trained further; usually empty.
    public var trainingInfo: [TrainingInfo] = []
    var unknownFields: UnknownFields
    /// Where it was read from, which is no part of what it is.
    var origin = ModelOrigin()

    public init(
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
    public var opset: Int? {
        opsetImports.first { $0.domain.isEmpty || $0.domain == "ai.onnx" }?.version
    }
}

/// A set of operators that a model uses.
public struct OpsetImport: Sendable, Equatable {
    /// Empty for the default domain.
    public var domain: String
    public var version: Int
    var unknownFields = UnknownFields()

    public init(domain: String, version: Int) {
        self.domain = domain
        self.version = version
    }
}

/// A named text that travels with a model.
public struct MetadataEntry: Sendable, Equatable {
    public var key: String
    public var value: String
    var unknownFields = UnknownFields()

    public init(key: String, value: String) {
        self.key = key
        self.value = value
    }
}

/// What an initialization and a training step do, as graphs, and which initializers their results go to.
public struct TrainingInfo: Sendable, Equatable {
    public var initialization: Graph?
    public var algorithm: Graph?
    /// From an initializer's name to the output of ``initialization`` that sets it.
    public var initializationBindings: [MetadataEntry] = []
    /// From an initializer's name to the output of ``algorithm`` that replaces it after a step.
    public var updateBindings: [MetadataEntry] = []
    var unknownFields = UnknownFields()

    public init() {}
}

/// An operator defined by other operators, local to a model.
///
/// A node calls it by domain, name and overload.
public struct Function: Sendable, Equatable {
    public var name: String
    public var domain: String
    public var inputs: [String]
    public var outputs: [String]
    /// Attributes without a default.
    public var attributeNames: [String]
    /// Attributes with a default.
    public var attributes: [Attribute]
    public var nodes: [Node]
    public var opsetImports: [OpsetImport]
    public var docString: String
    public var overload: String
    /// Types of the values inside, as far as the file states them.
    public var valueInfo: [ValueInfo] = []
    public var metadata: [MetadataEntry] = []
    var unknownFields = UnknownFields()

    public init(
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
