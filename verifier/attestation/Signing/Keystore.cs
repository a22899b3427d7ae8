using System;
using System.IO;
using System.Numerics;
using System.Security.Cryptography;
using System.Text.Json;
using Verifiable.Documents.Files;
using Verifiable.Documents.Hashing;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Attestation.Signing;

/// <summary>
/// A private key under a password: Web3 secret storage, version 3, as every Ethereum wallet reads it.
/// </summary>
public sealed class Keystore
{
    /// <summary>scrypt's usual cost n, with r = 8 and p = 1: about a second and 256 MiB.</summary>
    public const int StandardCost = 262_144;

    private const int StandardBlockSize = 8;
    private const int CipherKeyBytes = 16;

    private readonly string _file;
    private readonly Guid _id;
    private readonly byte[] _initialCounter;
    private readonly byte[] _ciphertext;
    private readonly KeystoreDerivation _derivation;
    private readonly Bytes32 _mac;

    internal Keystore(
        string file,
        Guid id,
        Address? address,
        byte[] initialCounter,
        byte[] ciphertext,
        KeystoreDerivation derivation,
        Bytes32 mac)
    {
        _file = file;
        _id = id;
        Address = address;
        _initialCounter = initialCounter;
        _ciphertext = ciphertext;
        _derivation = derivation;
        _mac = mac;
    }

    /// <summary>The address that the file names; it may name none, and is proved only by decryption.</summary>
    public Address? Address { get; }

    /// <summary>Encrypts a key under a password.</summary>
    /// <param name="key">The key.</param>
    /// <param name="password">The password; its UTF-8 bytes count, without normalisation.</param>
    /// <param name="cost">scrypt's n: a power of two from 2 to <see cref="StandardCost"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">Another cost.</exception>
    public static Keystore Encrypt(PrivateKey key, string password, int cost = StandardCost)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(cost, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(cost, StandardCost);
        ArgumentOutOfRangeException.ThrowIfNotEqual(cost, 1 << BitOperations.Log2((uint)cost));
        KeystoreDerivation derivation = new(RandomNumberGenerator.GetBytes(32), cost, StandardBlockSize, 1, 0);
        byte[] initialCounter = RandomNumberGenerator.GetBytes(16);
        byte[] derived = derivation.Derive(password);
        Span<byte> secret = stackalloc byte[PrivateKey.Length];
        key.CopyTo(secret);
        byte[] ciphertext = AesCounterMode.Apply(derived.AsSpan(0, CipherKeyBytes), initialCounter, secret);
        Bytes32 mac = Authenticate(derived, ciphertext);
        CryptographicOperations.ZeroMemory(secret);
        CryptographicOperations.ZeroMemory(derived);
        return new Keystore(string.Empty, Guid.NewGuid(), key.Address, initialCounter, ciphertext, derivation, mac);
    }

    /// <summary>Reads a keystore; nothing is derived yet.</summary>
    /// <exception cref="MarginException">
    /// <see cref="ErrorCode.KeystoreMalformed"/>: another form, or a derivation that asks for more than 256 MiB or
    /// several seconds.
    /// </exception>
    public static Keystore Parse(ReadOnlyMemory<byte> json, string file = "") => new KeystoreReader(file).Read(json);

    /// <summary>Decrypts the key; the caller disposes of it.</summary>
    /// <exception cref="MarginException">
    /// <see cref="ErrorCode.PasswordWrong"/>; <see cref="ErrorCode.KeystoreMalformed"/>: the address is not the key's;
    /// <see cref="ErrorCode.KeyOutOfRange"/>: what was encrypted is no key.
    /// </exception>
    public PrivateKey Decrypt(string password)
    {
        byte[] derived = _derivation.Derive(password);
        byte[] secret = [];
        try
        {
            Bytes32 mac = Authenticate(derived, _ciphertext);
            if (!CryptographicOperations.FixedTimeEquals(mac.ToArray(), _mac.ToArray()))
            {
                throw new MarginException(ErrorCode.PasswordWrong, _file, "password", string.Empty, "its password");
            }

            secret = AesCounterMode.Apply(derived.AsSpan(0, CipherKeyBytes), _initialCounter, _ciphertext);
            return ToKey(secret);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(derived);
            CryptographicOperations.ZeroMemory(secret);
        }
    }

    /// <summary>The file's content.</summary>
    public byte[] ToJson()
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            if (Address is { } address)
            {
                json.WriteString("address", Convert.ToHexStringLower(address.ToArray()));
            }

            json.WriteStartObject("crypto");
            json.WriteString("cipher", "aes-128-ctr");
            json.WriteStartObject("cipherparams");
            json.WriteString("iv", Convert.ToHexStringLower(_initialCounter));
            json.WriteEndObject();
            json.WriteString("ciphertext", Convert.ToHexStringLower(_ciphertext));
            _derivation.Write(json);
            json.WriteString("mac", Convert.ToHexStringLower(_mac.ToArray()));
            json.WriteEndObject();
            json.WriteString("id", _id.ToString("D"));
            json.WriteNumber("version", 3);
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    /// <summary>Writes the file where none is: beside it, readable by its owner alone, then renamed.</summary>
    /// <exception cref="MarginException">
    /// <see cref="ErrorCode.FileUnwritable"/>: the file exists, or cannot be written.
    /// </exception>
    public void Save(string path)
    {
        string beside = $"{path}.{Guid.NewGuid():N}.tmp";
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        try
        {
            using (FileStream stream = new(beside, options))
            {
                stream.Write(ToJson());
                stream.Flush(flushToDisk: true);
            }

            File.Move(beside, path, overwrite: false);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            AtomicFile.Discard(beside);
            string found = fault.Message.Replace(Path.GetFullPath(beside), path, StringComparison.Ordinal);
            throw new MarginException(
                ErrorCode.FileUnwritable, path, "file", found, "a new file in a writable folder");
        }
    }

    /// <summary>Reads a keystore file.</summary>
    /// <exception cref="MarginException">
    /// <see cref="ErrorCode.KeystoreMalformed"/> or <see cref="ErrorCode.FileUnreadable"/>.
    /// </exception>
    public static Keystore Load(string path)
    {
        byte[] start = new byte[KeystoreReader.MaxBytes + 1];
        int length;
        try
        {
            using FileStream stream = File.OpenRead(path);
            length = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException
            or NotSupportedException)
        {
            throw new MarginException(
                ErrorCode.FileUnreadable, path, "file", fault.Message, "a readable keystore file");
        }

        return Parse(start.AsMemory(0, length), path);
    }

    private PrivateKey ToKey(byte[] secret)
    {
        PrivateKey key = new(secret);
        if (Address is { } address && address != key.Address)
        {
            key.Dispose();
            throw new MarginException(
                ErrorCode.KeystoreMalformed, _file, "/address", $"{address}", "the address of the key inside");
        }

        return key;
    }

    private static Bytes32 Authenticate(byte[] derived, byte[] ciphertext) =>
        Keccak256.Hash([.. derived.AsSpan(CipherKeyBytes), .. ciphertext]);
}
