/// What libyaml's parser reports, as a Swift value.
struct Event {
    enum Kind {
        case streamStart
        case streamEnd
        case documentStart
        case documentEnd
        case alias(String)
        case scalar(text: String, style: Scalar.Style, isPlainImplicit: Bool)
        case sequenceStart
        case sequenceEnd
        case mappingStart
        case mappingEnd
    }

    var kind: Kind
    var tag: String?
    var anchor: String?
    var start: Mark
    var end: Mark
}
