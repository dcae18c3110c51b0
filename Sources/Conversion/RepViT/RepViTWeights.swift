internal import ONNX
package import Safetensors
package import Support

/// The weights of one RepViT as it was trained, checked against the variant's architecture.
package struct RepViTWeights: Sendable {
    package let variant: Variant
    package let head: ClassifierHead
    /// The SHA-256 of the file, or of the file that ``SafetensorsWriter`` would make of seeded weights.
    package let sha256: SHA256Digest
    /// What a person should know about how the weights were read, one sentence each.
    package let notes: [String]
    /// The file that the weights came from, or what made them.
    package let source: String

    private let tensors: [String: WeightTensor]

    /// Reads a safetensors file with timm's names.
    ///
    /// - Parameter classes: how many the classifier must have; `nil` for what the file says.
    /// - Throws: ``RepViTError``.
    package init(file path: String, variant: Variant, classes: Int? = nil) throws {
        let file = try SafetensorsFile(path: path)
        try self.init(
            tensors: file.tensors, variant: variant, source: path,
            sha256: SHA256.hash(ByteView(file.file, 0..<file.file.count)))
        if let classes, classes != head.classes {
            throw RepViTError.otherClassCount(source: path, asked: classes, found: head.classes)
        }
    }

    /// Reads tensors with timm's names, which may all carry one prefix more, such as `module.`.
    ///
    /// `num_batches_tracked`, a counter of the training, is left out.
    /// - Throws: ``RepViTError/wrongWeights(source:problem:)`` if one is missing, unexpected, of another shape
    ///   or type, or holds what no network can be made of.
    package init(
        tensors all: [WeightTensor], variant: Variant, source: String, sha256: SHA256Digest
    ) throws {
        let checked: Checked
        do {
            checked = try Self.check(all, variant: variant)
        } catch let problem as WeightsProblem {
            throw RepViTError.wrongWeights(source: source, problem: problem)
        }
        self.variant = variant
        self.source = source
        self.sha256 = sha256
        tensors = checked.tensors
        head = checked.head
        notes = checked.notes
    }

    private struct Checked {
        var tensors: [String: WeightTensor]
        var head: ClassifierHead
        var notes: [String]
    }

    private static func check(_ all: [WeightTensor], variant: Variant) throws -> Checked {
        var list = all.filter { !$0.name.hasSuffix("num_batches_tracked") }
        var notes: [String] = []
        if let prefix = WeightsIdentity.commonPrefix(of: list) {
            for index in list.indices { list[index].name.removeFirst(prefix.count) }
            notes.append("every tensor's name begins with '\(prefix)': left out")
        }
        let tensors = Dictionary(list.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        let identity = WeightsIdentity(tensors, count: all.count)
        try identity.check(isOf: variant)
        let head = try identity.classifierHead()
        try check(tensors, list, variant: variant, head: head)
        return Checked(tensors: tensors, head: head, notes: notes)
    }

    /// A tensor that the architecture names, in float32; a view of the file where it has that type.
    func tensor(_ name: String) -> Tensor {
        guard let tensor = tensors[name] else {
            preconditionFailure("'\(name)' is not a tensor of \(variant.timmName)")
        }
        if tensor.type == .float32 {
            return Tensor(name: name, shape: tensor.shape, elementType: .float, data: .raw(tensor.bytes))
        }
        return Tensor(name: name, shape: tensor.shape, floats: tensor.doubles().map { Float($0) })
    }

    private static func check(
        _ tensors: [String: WeightTensor], _ list: [WeightTensor], variant: Variant, head: ClassifierHead
    ) throws {
        let expected = Architecture(variant).tensorSpecifications(head: head)
        let missing = expected.filter { tensors[$0.name] == nil }
        if let first = missing.first {
            throw WeightsProblem.missing(tensor: first.name, shape: first.shape, count: missing.count)
        }
        let names = Set(expected.map(\.name))
        let unexpected = list.filter { !names.contains($0.name) }
        if let first = unexpected.first {
            throw WeightsProblem.unexpected(tensor: first.name, count: unexpected.count, variant: variant)
        }
        for specification in expected {
            guard let tensor = tensors[specification.name] else { continue }
            guard tensor.shape == specification.shape else {
                throw WeightsProblem.shape(tensor: tensor.name, expected: specification.shape, found: tensor.shape)
            }
            guard tensor.type.isReadable else { throw WeightsProblem.type(tensor: tensor.name, found: tensor.type) }
            try checkValues(of: tensor)
        }
    }

    private static func checkValues(of tensor: WeightTensor) throws {
        let values = tensor.doubles()
        // One comparison a number: the difference is 0 unless the number, as float32, is infinite or not a number.
        let index = values.withUnsafeBufferPointer { values in
            for index in 0..<values.count {
                let value = Float(values[index])
                if value - value != 0 { return index }
            }
            return -1
        }
        guard index < 0 else {
            throw WeightsProblem.notFinite(tensor: tensor.name, index: index, value: String(values[index]))
        }
        guard tensor.name.hasSuffix(BatchNormPart.runningVariance.rawValue) else { return }
        if let index = values.firstIndex(where: { $0 + TrainingGraph.batchNormEpsilon <= 0 }) {
            throw WeightsProblem.variance(tensor: tensor.name, index: index, value: String(values[index]))
        }
    }
}
