using System;
using System.CommandLine;
using System.IO;
using System.Linq;
using System.Numerics;
using System.Text;
using System.Text.Json.Nodes;
using Verifiable.Attestation.Signing;
using Verifiable.Kernel;

namespace Verifiable.Cli.Commands;

/// <summary>keys: makes, imports, lists and names encrypted keys.</summary>
internal static class KeysCommand
{
    private const int SecretBytes = 32;
    private const int MaxSecretFileBytes = 1_024;

    private static readonly Argument<string> Name = new("NAME")
    {
        Description = "A name in the key folder, or a path that ends in .json.",
    };

    private static readonly Option<string> SecretFile = new("--secret-file")
    {
        Description = "A file with the key as 64 hexadecimal digits; - is standard input.",
        Required = true,
    };

    private static readonly Option<int> Cost = new("--scrypt-cost")
    {
        Description = "The work factor that slows guessing, a power of two; lower it for throw-away test keys only.",
        DefaultValueFactory = static _ => Keystore.StandardCost,
    };

    internal static Command Create()
    {
        Command make = new("new", "Make a key.\n\nExample:\n  verifiable keys new attester1 --password-file pw")
        {
            Name,
            KeyOptions.PasswordFile,
            Cost,
        };
        make.SetAction(parsed => Save(parsed, PrivateKey.Generate()));
        Command import = new("import", "Encrypt a key that you have.") { Name, SecretFile, KeyOptions.PasswordFile, Cost };
        import.SetAction(parsed => Save(parsed, ReadSecret(parsed.GetRequiredValue(SecretFile))));
        Command list = new("list", "List the keys of the key folder.");
        list.SetAction(List);
        Command address = new("address", "Print a key's address.") { Name };
        address.SetAction(PrintAddress);
        return new Command("keys", "Encrypted keys (keystore version 3).") { make, import, list, address };
    }

    private static int Save(ParseResult parsed, PrivateKey key)
    {
        using (key)
        {
            string path = PathOf(parsed.GetRequiredValue(Name));
            if (File.Exists(path))
            {
                throw new MarginException(ErrorCode.FileUnwritable, path, "NAME", "an existing key", "a new name");
            }

            int cost = CheckedCost(parsed.GetValue(Cost));
            string password = KeyOptions.Password(parsed, "new password: ");
            Write(Keystore.Encrypt(key, password, cost), path);
            Terminal terminal = Terminal.From(parsed);
            terminal.Answer(key.Address.ToString());
            terminal.AnswerJson(new JsonObject { ["address"] = key.Address.ToString(), ["keystore"] = path });
            return ExitCode.Yes;
        }
    }

    private static void Write(Keystore keystore, string path)
    {
        try
        {
            if (Path.GetDirectoryName(Path.GetFullPath(path)) is string folder)
            {
                Directory.CreateDirectory(folder);
            }

            keystore.Save(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new MarginException(ErrorCode.FileUnwritable, path, "file", fault.Message, "a writable path");
        }
    }

    private static int CheckedCost(int cost) =>
        cost is >= 2 and <= Keystore.StandardCost && BitOperations.IsPow2(cost)
            ? cost
            : throw new MarginException(
                ErrorCode.ParameterOutOfRange,
                string.Empty,
                "--scrypt-cost",
                $"{cost}",
                $"a power of two from 2 to {Keystore.StandardCost}");

    private static PrivateKey ReadSecret(string file)
    {
        string text = Encoding.ASCII.GetString(InputFile.Read(file, MaxSecretFileBytes)).Trim();
        string digits = text.StartsWith("0x", StringComparison.Ordinal) ? text[2..] : text;
        byte[] secret = new byte[SecretBytes];
        bool isHex = digits.Length == 2 * SecretBytes
            && Convert.FromHexString(digits, secret, out _, out _) == System.Buffers.OperationStatus.Done;

        // The value is a secret: the refusal does not repeat it.
        return isHex
            ? new PrivateKey(secret)
            : throw new MarginException(ErrorCode.HexMalformed, file, "key", string.Empty, "64 hexadecimal digits");
    }

    private static int List(ParseResult parsed)
    {
        Terminal terminal = Terminal.From(parsed);
        JsonArray keys = [];
        string[] files = Directory.Exists(KeyOptions.Folder)
            ? [.. Directory.EnumerateFiles(KeyOptions.Folder, "*.json").Order(StringComparer.Ordinal)]
            : [];
        foreach (string file in files)
        {
            string name = Path.GetFileNameWithoutExtension(file);
            string address = Keystore.Load(file).Address?.ToString() ?? "address not recorded";
            terminal.Answer($"{name,-20} {address}");
            keys.Add((JsonNode)new JsonObject { ["name"] = name, ["address"] = address, ["keystore"] = file });
        }

        terminal.AnswerJson(keys);
        return ExitCode.Yes;
    }

    private static int PrintAddress(ParseResult parsed)
    {
        string path = PathOf(parsed.GetRequiredValue(Name));
        string address = Keystore.Load(path).Address?.ToString()
            ?? throw new MarginException(ErrorCode.KeystoreMalformed, path, "address", string.Empty, "a recorded address");
        Terminal terminal = Terminal.From(parsed);
        terminal.Answer(address);
        terminal.AnswerJson(new JsonObject { ["address"] = address, ["keystore"] = path });
        return ExitCode.Yes;
    }

    private static string PathOf(string name) =>
        name.EndsWith(".json", StringComparison.Ordinal) ? name : KeyOptions.FileOf(name);
}
