/// The layers of a RepViT as it is trained, in the order in which data passes through them.
///
/// Every layer knows its scope, the name under which timm keeps its tensors.
package struct Architecture: Sendable, Hashable {
    package var stemFirst: ConvNorm
    package var stemSecond: ConvNorm
    package var stages: [Stage]
    /// Channels that the classifier sees.
    package var features: Int

    package init(_ variant: Variant) {
        let dimensions = variant.embeddingDimensions
        let first = dimensions[0]
        stemFirst = ConvNorm("stem.conv1", from: 3, to: first / 2, kernel: 3, stride: 2)
        stemSecond = ConvNorm("stem.conv2", from: first / 2, to: first, kernel: 3, stride: 2)
        stages = zip(dimensions, variant.depths).enumerated().map { index, size in
            let (channels, depth) = size
            let scope = "stages.\(index)"
            let blocks = (0..<depth).map {
                Block("\(scope).blocks.\($0)", channels: channels, hasSqueezeExcite: $0.isMultiple(of: 2))
            }
            let downsample =
                index == 0
                ? nil : Downsample("\(scope).downsample", from: dimensions[index - 1], to: channels)
            return Stage(downsample: downsample, blocks: blocks)
        }
        features = dimensions[dimensions.count - 1]
    }

    /// A convolution without bias, then BatchNorm.
    package struct ConvNorm: Sendable, Hashable {
        package var scope: String
        package var inputChannels: Int
        package var outputChannels: Int
        /// Side of the square kernel; padded so that stride 1 keeps the size.
        package var kernel: Int
        package var stride: Int
        /// 1, or the number of channels for a depthwise convolution.
        package var groups: Int

        init(_ scope: String, from input: Int, to output: Int, kernel: Int = 1, stride: Int = 1, groups: Int = 1) {
            self.scope = scope
            inputChannels = input
            outputChannels = output
            self.kernel = kernel
            self.stride = stride
            self.groups = groups
        }

        /// `[output channels, input channels / groups, kernel, kernel]`.
        package var weightShape: [Int] { [outputChannels, inputChannels / groups, kernel, kernel] }
    }

    /// `BN(ConvNorm3x3(x) + conv1x1(x) + x)`, all depthwise.
    package struct TokenMixer: Sendable, Hashable {
        package var scope: String
        package var channels: Int

        package var convolution: ConvNorm {
            ConvNorm("\(scope).conv", from: channels, to: channels, kernel: 3, groups: channels)
        }
    }

    /// `x * sigmoid(fc2(relu(fc1(mean(x)))))`.
    package struct SqueezeExcite: Sendable, Hashable {
        package var scope: String
        package var channels: Int

        /// A quarter of the channels, rounded to the nearest multiple of 8 (half up), at least 8; timm's
        /// `make_divisible` without its limit on rounding down.
        package var reducedChannels: Int { max(8, (channels / 4 + 4) / 8 * 8) }
    }

    /// `conv2(gelu(conv1(x)))`, twice as wide inside.
    package struct ChannelMixer: Sendable, Hashable {
        package var scope: String
        package var channels: Int

        package var expand: ConvNorm { ConvNorm("\(scope).conv1", from: channels, to: channels * 2) }
        package var project: ConvNorm { ConvNorm("\(scope).conv2", from: channels * 2, to: channels) }
    }

    /// Token mixer, squeeze-excite in every other block, and the channel mixer next to an identity.
    package struct Block: Sendable, Hashable {
        package var scope: String
        package var tokenMixer: TokenMixer
        package var squeezeExcite: SqueezeExcite?
        package var channelMixer: ChannelMixer

        init(_ scope: String, channels: Int, hasSqueezeExcite: Bool) {
            self.scope = scope
            tokenMixer = TokenMixer(scope: "\(scope).token_mixer", channels: channels)
            squeezeExcite = hasSqueezeExcite ? SqueezeExcite(scope: "\(scope).se", channels: channels) : nil
            channelMixer = ChannelMixer(scope: "\(scope).channel_mixer", channels: channels)
        }
    }

    /// Half the size, more channels: block, depthwise stride 2, pointwise, and a mixer next to an identity.
    package struct Downsample: Sendable, Hashable {
        package var scope: String
        package var block: Block
        package var spatial: ConvNorm
        package var channel: ConvNorm
        package var feedForward: ChannelMixer

        init(_ scope: String, from input: Int, to output: Int) {
            self.scope = scope
            block = Block("\(scope).pre_block", channels: input, hasSqueezeExcite: false)
            spatial = ConvNorm(
                "\(scope).spatial_downsample", from: input, to: input, kernel: 3, stride: 2, groups: input)
            channel = ConvNorm("\(scope).channel_downsample", from: input, to: output)
            feedForward = ChannelMixer(scope: "\(scope).ffn", channels: output)
        }
    }

    package struct Stage: Sendable, Hashable {
        package var downsample: Downsample?
        package var blocks: [Block]
    }
}
