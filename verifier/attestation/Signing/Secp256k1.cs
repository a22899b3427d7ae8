using System;
using Org.BouncyCastle.Asn1.X9;
using Org.BouncyCastle.Crypto.EC;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Math.EC;
using Org.BouncyCastle.Math.EC.Multiplier;
using Verifiable.Documents.Hashing;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Attestation.Signing;

/// <summary>ECDSA over secp256k1 as Ethereum uses it: deterministic nonces, low s, recovery of the signer.</summary>
public static class Secp256k1
{
    // CustomNamedCurves carries a hand-written field; SecNamedCurves' generic one is five times slower.
    private static readonly X9ECParameters Curve = CustomNamedCurves.GetByName("secp256k1");
    private static readonly BigInteger HalfOrder = Curve.N.ShiftRight(1);

    /// <summary>The order of the group.</summary>
    internal static BigInteger Order => Curve.N;

    /// <summary>Signs a digest: RFC 6979 nonce from SHA-256, s in the lower half of its range (EIP-2).</summary>
    public static RecoverableSignature Sign(Bytes32 digest, PrivateKey key)
    {
        BigInteger secret = key.Scalar();
        BigInteger hash = Number(digest);
        DeterministicNonces nonces = key.Nonces(digest);
        while (true)
        {
            BigInteger nonce = nonces.Next();
            ECPoint point = MultiplyBase(nonce);
            BigInteger r = point.AffineXCoord.ToBigInteger();
            BigInteger s = nonce.ModInverse(Curve.N).Multiply(hash.Add(secret.Multiply(r))).Mod(Curve.N);

            // An x-coordinate from the order upwards (one nonce in 2^128) has no form with v 27 or 28, and s = 0 is
            // no signature: the next nonce, as RFC 6979 section 3.2 h allows.
            if (r.CompareTo(Curve.N) >= 0 || s.SignValue == 0)
            {
                continue;
            }

            bool odd = point.AffineYCoord.TestBitZero();
            bool high = s.CompareTo(HalfOrder) > 0;
            return new RecoverableSignature(
                Word(r), Word(high ? Curve.N.Subtract(s) : s), (byte)(odd != high ? 1 : 0));
        }
    }

    /// <summary>A key's public key in 33 bytes, as other chains name a signer.</summary>
    public static byte[] CompressedKey(PrivateKey key) => MultiplyBase(key.Scalar()).GetEncoded(true);

    /// <summary>The address whose key signed the digest.</summary>
    /// <exception cref="MarginException">
    /// <see cref="ErrorCode.SignatureRejected"/>: r or s is 0 or not below the order, s is in the upper half, the
    /// parity is not 0 or 1, or no point has that x-coordinate.
    /// </exception>
    public static Address Recover(Bytes32 digest, RecoverableSignature signature) =>
        TryRecover(digest, signature, out Address signer)
            ? signer
            : throw new MarginException(
                ErrorCode.SignatureRejected,
                string.Empty,
                "signature",
                $"r {signature.R}, s {signature.S}, parity {signature.Parity}",
                "a signature with low s that recovers to an address");

    /// <summary>The address whose key signed the digest, where the signature is one.</summary>
    public static bool TryRecover(Bytes32 digest, RecoverableSignature signature, out Address signer)
    {
        signer = default;
        BigInteger r = Number(signature.R);
        BigInteger s = Number(signature.S);
        if (!IsScalar(r) || !IsScalar(s) || s.CompareTo(HalfOrder) > 0 || signature.Parity > 1)
        {
            return false;
        }

        ECFieldElement x = Curve.Curve.FromBigInteger(r);
        ECFieldElement? y = x.Square().Multiply(x).Add(Curve.Curve.B).Sqrt();
        if (y is null)
        {
            return false;
        }

        y = y.TestBitZero() == (signature.Parity == 1) ? y : y.Negate();
        ECPoint noncePoint = Curve.Curve.CreatePoint(x.ToBigInteger(), y.ToBigInteger());
        BigInteger inverse = r.ModInverse(Curve.N);
        BigInteger ofBase = Number(digest).Negate().Multiply(inverse).Mod(Curve.N);
        BigInteger ofNonce = s.Multiply(inverse).Mod(Curve.N);
        ECPoint publicKey = ECAlgorithms.SumOfTwoMultiplies(Curve.G, ofBase, noncePoint, ofNonce).Normalize();
        if (publicKey.IsInfinity)
        {
            return false;
        }

        signer = AddressOf(publicKey);
        return true;
    }

    /// <summary>Whether the address's key made this signature of the digest.</summary>
    public static bool Verify(Bytes32 digest, RecoverableSignature signature, Address signer) =>
        TryRecover(digest, signature, out Address recovered) && recovered == signer;

    /// <summary>Whether the number is a private key or a signature part: 1 to the order less one.</summary>
    internal static bool IsScalar(BigInteger number) => number.SignValue > 0 && number.CompareTo(Curve.N) < 0;

    /// <summary>The base point times a scalar from 1 to the order less one, in affine coordinates.</summary>
    internal static ECPoint MultiplyBase(BigInteger scalar) =>
        new FixedPointCombMultiplier().Multiply(Curve.G, scalar).Normalize();

    /// <summary>The last 20 bytes of the hash of a public key's two coordinates.</summary>
    internal static Address AddressOf(ECPoint publicKey) =>
        Address.Read(Keccak256.Hash(publicKey.GetEncoded(false).AsSpan(1)).ToArray().AsSpan(12));

    /// <summary>A number below 2^256 as a word.</summary>
    internal static Bytes32 Word(BigInteger number)
    {
        byte[] digits = number.ToByteArrayUnsigned();
        Span<byte> word = stackalloc byte[Bytes32.Length];
        word.Clear();
        digits.CopyTo(word[(Bytes32.Length - digits.Length)..]);
        return Bytes32.Read(word);
    }

    private static BigInteger Number(Bytes32 word) => new(1, word.ToArray());
}
