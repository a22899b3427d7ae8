using System;
using System.Buffers;
using System.Linq;
using System.Text.Json;
using Verifiable.Attestation.Encoding;
using Verifiable.Documents.Hashing;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Attestation.Signing;

/// <summary>
/// Reads a keystore's JSON; no key is derived here, so that a hostile file costs no more than its bytes.
/// </summary>
internal sealed class KeystoreReader(string file)
{
    internal const int MaxBytes = 16 * 1024;
    private const int MaxSaltBytes = 64;

    internal Keystore Read(ReadOnlyMemory<byte> json)
    {
        JsonElement root = StrictJson.Parse(json, MaxBytes, ErrorCode.KeystoreMalformed, file);
        Require(root.ValueKind == JsonValueKind.Object, "/", "an object");

        // Early go-ethereum wrote a capital letter, and so does ethers; ethers also adds members of its own under "x-".
        string cryptoName = root.TryGetProperty("Crypto", out _) ? "Crypto" : "crypto";
        RequireMembers(root, string.Empty, ["address", cryptoName, "id", "version"]);
        Require(Number(Member(root, string.Empty, "version"), "/version") == 3, "/version", "3");
        Require(Guid.TryParseExact(Text(root, string.Empty, "id"), "D", out Guid id), "/id", "a UUID");
        return ReadCrypto(Member(root, string.Empty, cryptoName), $"/{cryptoName}", id, ReadAddress(root));
    }

    private Keystore ReadCrypto(JsonElement crypto, string path, Guid id, Address? address)
    {
        RequireMembers(crypto, path, ["cipher", "cipherparams", "ciphertext", "kdf", "kdfparams", "mac"]);
        Require(Text(crypto, path, "cipher") == "aes-128-ctr", $"{path}/cipher", "aes-128-ctr");
        JsonElement cipher = Member(crypto, path, "cipherparams");
        RequireMembers(cipher, $"{path}/cipherparams", ["iv"]);
        return new Keystore(
            file,
            id,
            address,
            Hex(cipher, $"{path}/cipherparams", "iv", 16, 16),
            Hex(crypto, path, "ciphertext", PrivateKey.Length, PrivateKey.Length),
            ReadDerivation(Text(crypto, path, "kdf"), Member(crypto, path, "kdfparams"), path),
            Bytes32.Read(Hex(crypto, path, "mac", Bytes32.Length, Bytes32.Length)));
    }

    private KeystoreDerivation ReadDerivation(string kdf, JsonElement parameters, string path)
    {
        string place = $"{path}/kdfparams";
        Require(kdf is "scrypt" or "pbkdf2", $"{path}/kdf", "scrypt or pbkdf2");
        bool isScrypt = kdf == "scrypt";
        RequireMembers(parameters, place, isScrypt ? ["dklen", "n", "r", "p", "salt"] : ["dklen", "c", "prf", "salt"]);
        bool isSized = Number(Member(parameters, place, "dklen"), $"{place}/dklen") == KeystoreDerivation.Length;
        Require(isSized, $"{place}/dklen", $"{KeystoreDerivation.Length}");
        bool isKnown = isScrypt || Text(parameters, place, "prf") == "hmac-sha256";
        Require(isKnown, $"{place}/prf", "hmac-sha256");
        byte[] salt = Hex(parameters, place, "salt", 1, MaxSaltBytes);
        KeystoreDerivation derivation = isScrypt
            ? new(salt, Positive("n"), Positive("r"), Positive("p"), 0)
            : new(salt, 0, 0, 0, Positive("c"));
        Require(
            derivation.IsBounded,
            place,
            $"scrypt with n a power of two, n * r <= 2^21, n * r * p <= 2^22; c <= {KeystoreDerivation.MaxIterations}");
        return derivation;

        int Positive(string name)
        {
            int number = Number(Member(parameters, place, name), $"{place}/{name}");
            Require(number > 0, $"{place}/{name}", "a positive whole number");
            return number;
        }
    }

    private Address? ReadAddress(JsonElement root)
    {
        if (!root.TryGetProperty("address", out JsonElement value))
        {
            return null;
        }

        Require(value.ValueKind == JsonValueKind.String, "/address", "40 hexadecimal digits");
        string text = value.GetString()!;
        string digits = text.StartsWith("0x", StringComparison.Ordinal) ? text[2..] : text;
        return Address.Read(Digits(digits, "/address", 20, 20));
    }

    private byte[] Hex(JsonElement parent, string path, string name, int minBytes, int maxBytes) =>
        Digits(Text(parent, path, name), $"{path}/{name}", minBytes, maxBytes);

    private byte[] Digits(string digits, string path, int minBytes, int maxBytes)
    {
        bool isSized = digits.Length % 2 == 0 && digits.Length >= 2 * minBytes && digits.Length <= 2 * maxBytes;
        byte[] bytes = new byte[isSized ? digits.Length / 2 : 0];
        bool isHex = isSized && Convert.FromHexString(digits, bytes, out _, out _) == OperationStatus.Done;
        Require(isHex, path, $"hexadecimal digits of {minBytes} to {maxBytes} bytes");
        return bytes;
    }

    private int Number(JsonElement value, string path)
    {
        int number = 0;
        Require(value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out number), path, "a whole number");
        return number;
    }

    private string Text(JsonElement parent, string path, string name)
    {
        JsonElement value = Member(parent, path, name);
        Require(value.ValueKind == JsonValueKind.String, $"{path}/{name}", "a string");
        return value.GetString()!;
    }

    private JsonElement Member(JsonElement parent, string path, string name)
    {
        Require(parent.TryGetProperty(name, out JsonElement value), $"{path}/{name}", "the member");
        return value;
    }

    private void RequireMembers(JsonElement value, string path, string[] members)
    {
        string accepted = $"an object of {string.Join(", ", members)}";
        Require(value.ValueKind == JsonValueKind.Object, path, accepted);
        bool isKnown = value.EnumerateObject().All(property =>
            members.Contains(property.Name) || property.Name.StartsWith("x-", StringComparison.Ordinal));
        Require(isKnown, path, accepted);
    }

    private void Require(bool holds, string path, string accepted)
    {
        if (!holds)
        {
            // The offending value stays out of the message: beside a password, nobody should have to check what it was.
            throw new MarginException(ErrorCode.KeystoreMalformed, file, path, string.Empty, accepted);
        }
    }
}
