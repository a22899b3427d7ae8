using System;
using Verifiable.Engine.Units;

namespace Verifiable.Attestation.Signing;

/// <summary>An ECDSA signature from which the signer's address can be recovered.</summary>
/// <param name="R">The x-coordinate of the nonce point, modulo the group order.</param>
/// <param name="S">The proof scalar; the upper half of its range is refused on recovery.</param>
/// <param name="Parity">The parity of the nonce point's y-coordinate: 0 or 1.</param>
public readonly record struct RecoverableSignature(Bytes32 R, Bytes32 S, byte Parity)
{
    private const ulong TopBit = 1UL << 63;

    /// <summary>The second word of EIP-2098's compact form: the parity in the top bit, s below it.</summary>
    /// <remarks>A low s never reaches the top bit, so the form is lossless for every signature that recovers.</remarks>
    public Bytes32 Vs => S with { First = Parity == 1 ? S.First | TopBit : S.First };

    /// <summary>Reads EIP-2098's compact form.</summary>
    public static RecoverableSignature FromCompact(Bytes32 r, Bytes32 vs) =>
        new(r, vs with { First = vs.First & ~TopBit }, (byte)(vs.First >> 63));

    /// <summary>The 65 bytes r, s, v with v = 27 + parity that wallets and <c>ecrecover</c> exchange.</summary>
    public byte[] ToBytes()
    {
        byte[] bytes = new byte[65];
        R.Write(bytes);
        S.Write(bytes.AsSpan(Bytes32.Length));
        bytes[64] = (byte)(27 + Parity);
        return bytes;
    }
}
