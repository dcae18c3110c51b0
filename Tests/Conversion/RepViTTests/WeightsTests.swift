import GraphEditing
import RepViT
import Safetensors
import Support
import Testing

@Suite("Weights")
struct WeightsTests {
    private static let head = ClassifierHead(classes: 5, isDistilled: true)
    private static let good: [WeightTensor] =
        (try? SeededWeights.tensors(.m0_9, head: head, seed: 3)) ?? []

    private func read(_ tensors: [WeightTensor], as variant: Variant = .m0_9) throws -> RepViTWeights {
        try RepViTWeights(tensors: tensors, variant: variant, source: "f", sha256: SafetensorsWriter.sha256(of: []))
    }

    private func problem(_ tensors: [WeightTensor], as variant: Variant = .m0_9) -> WeightsProblem? {
        do {
            _ = try read(tensors, as: variant)
        } catch RepViTError.wrongWeights("f", let problem) {
            return problem
        } catch {
            Issue.record(error)
        }
        return nil
    }

    private func changed(_ name: String, _ change: (inout WeightTensor) -> Void) -> [WeightTensor] {
        var tensors = Self.good
        for index in tensors.indices where tensors[index].name == name { change(&tensors[index]) }
        return tensors
    }

    private func floats(_ tensor: WeightTensor) -> [Float] { tensor.doubles().map { Float($0) } }

    @Test("Heads of any number of classes, one or two, are recognised", arguments: [1, 10, 1000], [true, false])
    func heads(classes: Int, isDistilled: Bool) throws {
        let head = ClassifierHead(classes: classes, isDistilled: isDistilled)
        let weights = try RepViTWeights(seed: 0, variant: .m0_9, head: head)
        #expect(weights.head == head)
        #expect(weights.notes.isEmpty)
    }

    @Test("A missing tensor is named, and how many more there are")
    func missing() {
        let name = "stages.2.blocks.3.token_mixer.bn.running_var"
        #expect(
            problem(Self.good.filter { $0.name != name }) == .missing(tensor: name, shape: [192], count: 1))
        #expect(
            problem(Self.good.filter { !$0.name.hasPrefix("stages.1.downsample.ffn.conv2") })
                == .missing(tensor: "stages.1.downsample.ffn.conv2.c.weight", shape: [96, 192, 1, 1], count: 5))
    }

    @Test("An unexpected tensor is named; counters of the training are not unexpected")
    func unexpected() throws {
        let stray = WeightTensor(name: "stages.0.blocks.0.attention.weight", shape: [1], floats: [0])
        #expect(problem(Self.good + [stray]) == .unexpected(tensor: stray.name, count: 1, variant: .m0_9))
        let counter = WeightTensor(
            name: "stem.conv1.bn.num_batches_tracked", type: .int64, shape: [], bytes: ByteView(elements: [Int64(9)]))
        _ = try read(Self.good + [counter])
    }

    @Test("A wrong shape is told with the expected one")
    func shape() {
        let name = "stages.0.blocks.0.se.fc1.weight"
        #expect(
            problem(changed(name) { $0.shape = [48, 16, 1, 1] })
                == .shape(tensor: name, expected: [16, 48, 1, 1], found: [48, 16, 1, 1]))
    }

    @Test("A type that holds no fractions is told")
    func type() {
        let name = "stem.conv1.bn.bias"
        #expect(problem(changed(name) { $0.type = .int32 }) == .type(tensor: name, found: .int32))
    }

    @Test("What is no number, or infinite, is told with its place", arguments: [Float.nan, .infinity, -.infinity])
    func notFinite(value: Float) {
        let name = "head.head.l.weight"
        let tensors = changed(name) { tensor in
            var values = floats(tensor)
            values[17] = value
            tensor = WeightTensor(name: name, shape: tensor.shape, floats: values)
        }
        #expect(problem(tensors) == .notFinite(tensor: name, index: 17, value: "\(Double(value))"))
    }

    @Test("A negative variance is told")
    func variance() {
        let name = "stem.conv2.bn.running_var"
        let tensors = changed(name) { tensor in
            var values = floats(tensor)
            values[2] = -0.5
            tensor = WeightTensor(name: name, shape: tensor.shape, floats: values)
        }
        #expect(problem(tensors) == .variance(tensor: name, index: 2, value: "-0.5"))
    }

    @Test("Fused weights beyond float32 are told")
    func overflow() throws {
        let name = "stem.conv1.bn.weight"
        let tensors = changed(name) { tensor in
            tensor = WeightTensor(
                name: name, shape: tensor.shape, floats: [Float](repeating: .greatestFiniteMagnitude, count: 24))
        }
        let large = tensors.map { tensor in
            tensor.name == "stem.conv1.c.weight"
                ? WeightTensor(name: tensor.name, shape: tensor.shape, floats: [Float](repeating: 1e6, count: 648))
                : tensor
        }
        #expect(throws: GraphEditingError.overflow(tensor: "stem.conv1.weight")) {
            try RepViTExporter.export(read(large))
        }
    }

    @Test("Weights of another variant are told by its name", arguments: Variant.allCases)
    func otherVariant(asked: Variant) throws {
        for found in Variant.allCases where found != asked {
            // Names and shapes alone: nothing else is looked at before this.
            let names = try Self.skeleton(of: found)
            #expect(problem(names, as: asked) == .otherVariant(asked: asked, found: found))
        }
    }

    /// The tensors that tell a variant.
    private static func skeleton(of variant: Variant) throws -> [WeightTensor] {
        zip(variant.embeddingDimensions, variant.depths).enumerated().flatMap { stage, size in
            (0..<size.1).map {
                WeightTensor(
                    name: "stages.\(stage).blocks.\($0).token_mixer.conv.c.weight", shape: [size.0, 1, 3, 3], floats: []
                )
            }
        }
    }

    @Test("What is not RepViT, or fused already, or has no classifier, is told so")
    func others() throws {
        let resnet = WeightTensor(name: "layer1.0.conv1.weight", shape: [1], floats: [0])
        #expect(problem([resnet]) == .notRepViT(tensor: resnet.name, count: 1))
        #expect(problem([]) == .notRepViT(tensor: nil, count: 0))
        let fused = ["stem.conv1.weight", "stem.conv1.bias"].map { WeightTensor(name: $0, shape: [1], floats: [0]) }
        #expect(problem(fused) == .alreadyFused)
        #expect(problem(Self.good.filter { !$0.name.hasPrefix("head.") }) == .noClassifier)
        let legacy = WeightTensor(name: "stages.0.blocks.0.token_mixer.conv1.c.weight", shape: [1], floats: [0])
        #expect(problem(Self.good + [legacy]) == .legacy)
    }

    @Test("A prefix common to all names is left out, with a note", arguments: ["module.", "state_dict.model."])
    func prefix(text: String) throws {
        let weights = try read(
            Self.good.map { tensor in
                var tensor = tensor
                tensor.name = text + tensor.name
                return tensor
            })
        #expect(weights.notes.count == 1 && weights.notes[0].contains(text))
        #expect(weights.head == Self.head)
    }

    @Test("Half precision weights are taken")
    func halfPrecision() throws {
        let half = Self.good.map { tensor in
            WeightTensor(
                name: tensor.name, type: .float16, shape: tensor.shape,
                bytes: ByteView(elements: tensor.doubles().map { Float16($0) }))
        }
        _ = try RepViTExporter.export(read(half))
    }
}
