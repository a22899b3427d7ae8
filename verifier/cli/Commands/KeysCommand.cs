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
        Description = "A key of the key folder (VERIFIABLE_KEYS, else ~/.verifiable/keys): "
            + $"{KeyName.Accepted}. Or the path of a keystore file that ends in .json.",
    };

    private static readonly Option<string> SecretFile = new("--secret-file")
    {
        Description = "A file with the key as 64 hexadecimal digits; - is standard input.",
        Required = true,
        HelpName = "FILE",
    };

    private static readonly Option<string> Cost = new("--scrypt-cost")
    {
        Description = $"The work factor that slows guessing, a power of two from 2 to {Keystore.StandardCost}; lower "
            + "it for throw-away test keys only.",
        DefaultValueFactory = static _ => $"{Keystore.StandardCost}",
        HelpName = "N",
    };

    internal static Command Create()
    {
        Command make = new("new", "Make a key; its address and the file it lies in are printed.\n\nExample:\n  verifiable keys new attester1 --password-file pw")
        {
            Name,
            KeyOptions.PasswordFile,
            Cost,
        };
        make.SetAction(static parsed => Save(parsed, PrivateKey.Generate));
        Command import = new(
            "import",
            "Encrypt a key that you have.\n\nExample:\n"
            + "  verifiable keys import owner --secret-file secret.hex --password-file pw")
        {
            Name,
            SecretFile,
            KeyOptions.PasswordFile,
            Cost,
        };
        import.SetAction(static parsed => Save(parsed, () => ReadSecret(parsed.GetRequiredValue(SecretFile))));
        Command list = new(
            "list",
            "List the keys of the key folder; a file that is no keystore is named in a warning.\n\nExample:\n"
            + "  verifiable keys list --json");
        list.SetAction(List);
        Command address = new(
            "address",
            "Print a key's address.\n\nExamples:\n  verifiable keys address attester1\n"
            + "  verifiable keys address ./attester1.json")
        {
            Name,
        };
        address.SetAction(PrintAddress);
        return new Command("keys", "Encrypted keys (keystore version 3).") { make, import, list, address };
    }

    private static int Save(ParseResult parsed, Func<PrivateKey> find)
    {
        string path = KeyName.FileOrPathOf(parsed.GetRequiredValue(Name), "NAME");
        int cost = ParseCost(parsed.GetRequiredValue(Cost));
        if (File.Exists(path))
        {
            throw new MarginException(ErrorCode.FileUnwritable, path, "NAME", "an existing key", "a new name");
        }

        using PrivateKey key = find();
        string password = KeyOptions.NewPassword(parsed);
        Write(Keystore.Encrypt(key, password, cost), path);
        Terminal terminal = Terminal.From(parsed);
        string file = Path.GetFullPath(path);
        terminal.Answer(key.Address.ToString());
        terminal.Answer($"keystore {file}");
        terminal.AnswerJson(new JsonObject { ["address"] = key.Address.ToString(), ["keystore"] = file });
        return ExitCode.Yes;
    }

    private static void Write(Keystore keystore, string path)
    {
        try
        {
            if (Path.GetDirectoryName(Path.GetFullPath(path)) is string folder)
            {
                Directory.CreateDirectory(folder);
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new MarginException(ErrorCode.FileUnwritable, path, "file", fault.Message, "a writable path");
        }

        keystore.Save(path);
    }

    private static int ParseCost(string text)
    {
        const string Option = "--scrypt-cost";
        int cost = (int)WholeNumberText.Parse(text, 2, Keystore.StandardCost, Option);
        return BitOperations.IsPow2(cost)
            ? cost
            : throw new MarginException(
                ErrorCode.NumberOutOfRange,
                string.Empty,
                Option,
                text,
                $"a power of two from 2 to {Keystore.StandardCost}");
    }

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
        foreach (string file in FilesOf(KeyName.Folder))
        {
            keys.Add((JsonNode)Describe(file, terminal));
        }

        terminal.AnswerJson(keys);
        return ExitCode.Yes;
    }

    private static string[] FilesOf(string folder)
    {
        if (File.Exists(folder))
        {
            throw new MarginException(ErrorCode.FileUnreadable, folder, "folder", "a file", "a readable folder");
        }

        try
        {
            return Directory.Exists(folder)
                ? [.. Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal)]
                : [];
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new MarginException(ErrorCode.FileUnreadable, folder, "folder", fault.Message, "a readable folder");
        }
    }

    /// <summary>One row of the list; a file that is no keystore does not hide the others.</summary>
    private static JsonObject Describe(string file, Terminal terminal)
    {
        string name = Path.GetFileNameWithoutExtension(file);
        JsonObject row = new() { ["name"] = name, ["address"] = null, ["keystore"] = file };
        try
        {
            string? address = Keystore.Load(file).Address?.ToString();
            row["address"] = address;
            terminal.Answer($"{name,-20} {address ?? "address not recorded"}");
        }
        catch (MarginException refusal)
        {
            row["warning"] = Terminal.JsonOf(refusal)["error"]!.DeepClone();
            terminal.Warn(refusal);
        }

        return row;
    }

    private static int PrintAddress(ParseResult parsed)
    {
        string path = KeyName.FileOrPathOf(parsed.GetRequiredValue(Name), "NAME");
        string address = Keystore.Load(path).Address?.ToString()
            ?? throw new MarginException(
                ErrorCode.KeystoreMalformed, path, "address", string.Empty, "a recorded address");
        Terminal terminal = Terminal.From(parsed);
        terminal.Answer(address);
        terminal.AnswerJson(new JsonObject { ["address"] = address, ["keystore"] = path });
        return ExitCode.Yes;
    }
}
