/// What a message holds that our `onnx.proto` does not name, as it lies on the wire.
///
/// Written back unchanged, so that a newer model survives a round trip.
struct UnknownFields: Sendable, Hashable {
    var bytes: [UInt8] = []
}
