using System;
using System.Runtime.InteropServices;
using Verifiable.Engine.Units;

namespace Verifiable.Tests.Verifier.Attestation.Signing;

/// <summary>Bitcoin Core's libsecp256k1 as an oracle, where the system has it (Debian: libsecp256k1-1).</summary>
internal static class NativeSecp256k1
{
    private const string Library = "libsecp256k1.so.1";
    private const uint SignAndVerify = 0x0301;
    private const uint Uncompressed = 0x0002;

    private static readonly Lazy<nint> Context = new(() => secp256k1_context_create(SignAndVerify));

    /// <summary>Whether the library with its recovery module is present.</summary>
    internal static bool IsPresent { get; } =
        NativeLibrary.TryLoad(Library, typeof(NativeSecp256k1).Assembly, null, out nint handle)
        && NativeLibrary.TryGetExport(handle, "secp256k1_ecdsa_recover", out _);

    /// <summary>r, s and the recovery id of a deterministic signature.</summary>
    internal static (byte[] Compact, int RecoveryId) Sign(Bytes32 digest, byte[] secret)
    {
        byte[] signature = new byte[65];
        byte[] compact = new byte[64];
        Require(secp256k1_ecdsa_sign_recoverable(Context.Value, signature, digest.ToArray(), secret, 0, 0));
        Require(secp256k1_ecdsa_recoverable_signature_serialize_compact(
            Context.Value, compact, out int recoveryId, signature));
        return (compact, recoveryId);
    }

    /// <summary>The 64 bytes of the recovered public key; none where the library refuses.</summary>
    internal static byte[] Recover(Bytes32 digest, byte[] compact, int recoveryId)
    {
        byte[] signature = new byte[65];
        byte[] publicKey = new byte[64];
        bool recovered =
            secp256k1_ecdsa_recoverable_signature_parse_compact(Context.Value, signature, compact, recoveryId) == 1
            && secp256k1_ecdsa_recover(Context.Value, publicKey, signature, digest.ToArray()) == 1;
        if (!recovered)
        {
            return [];
        }

        byte[] serialized = new byte[65];
        nuint length = 65;
        Require(secp256k1_ec_pubkey_serialize(Context.Value, serialized, ref length, publicKey, Uncompressed));
        return serialized[1..];
    }

    private static void Require(int status)
    {
        if (status != 1)
        {
            throw new InvalidOperationException("libsecp256k1 refused.");
        }
    }

    [DllImport(Library)]
    private static extern nint secp256k1_context_create(uint flags);

    [DllImport(Library)]
    private static extern int secp256k1_ecdsa_sign_recoverable(
        nint context, byte[] signature, byte[] digest, byte[] secret, nint nonceFunction, nint nonceData);

    [DllImport(Library)]
    private static extern int secp256k1_ecdsa_recoverable_signature_serialize_compact(
        nint context, byte[] compact, out int recoveryId, byte[] signature);

    [DllImport(Library)]
    private static extern int secp256k1_ecdsa_recoverable_signature_parse_compact(
        nint context, byte[] signature, byte[] compact, int recoveryId);

    [DllImport(Library)]
    private static extern int secp256k1_ecdsa_recover(
        nint context, byte[] publicKey, byte[] signature, byte[] digest);

    [DllImport(Library)]
    private static extern int secp256k1_ec_pubkey_serialize(
        nint context, byte[] output, ref nuint length, byte[] publicKey, uint flags);
}
