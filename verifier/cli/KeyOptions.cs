using System;
using System.CommandLine;
using System.Text;
using Verifiable.Attestation.Signing;
using Verifiable.Documents.Files;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Cli;

/// <summary>Keys: encrypted keystore files, never the key itself on the command line.</summary>
internal static class KeyOptions
{
    private const int MaxPasswordBytes = 4_096;

    internal static Option<string?> Keystore { get; } = new("--keystore")
    {
        Description = "A keystore file (version 3).",
        HelpName = "FILE",
    };

    internal static Option<string?> Account { get; } = new("--account")
    {
        Description = "The name of a keystore in the key folder (VERIFIABLE_KEYS, else ~/.verifiable/keys).",
        HelpName = "NAME",
    };

    internal static Option<string?> PasswordFile { get; } = new("--password-file")
    {
        Description = "A file whose first line is the password; without it the terminal asks.",
        HelpName = "FILE",
    };

    internal static Option<string[]> Signers { get; } = new("--signer")
    {
        Description = "A committee member's keystore file; repeat it for each, as many as the threshold.",
        HelpName = "FILE",
    };

    /// <summary>Signs a digest with the keys of <see cref="Signers"/>, one after another.</summary>
    internal static CommitteeSignatures SignAll(ParseResult parsed, SignerSet committee, Bytes32 digest)
    {
        CommitteeSignatures signatures = CommitteeSignatures.None(committee);
        foreach (string file in parsed.GetValue(Signers) ?? [])
        {
            using PrivateKey key = OpenFile(parsed, file);
            signatures = signatures.With(digest, Secp256k1.Sign(digest, key));
        }

        return signatures;
    }

    /// <summary>Decrypts the key that the options name.</summary>
    internal static PrivateKey Open(ParseResult parsed)
    {
        string? file = parsed.GetValue(Keystore);
        string? name = parsed.GetValue(Account);
        if ((file is null) == (name is null))
        {
            throw new MarginException(
                ErrorCode.CommandLineMalformed,
                string.Empty,
                "--keystore",
                file ?? string.Empty,
                "--keystore FILE or --account NAME");
        }

        return OpenFile(parsed, file ?? KeyName.FileOf(name!, "--account"));
    }

    /// <summary>Decrypts one keystore file.</summary>
    internal static PrivateKey OpenFile(ParseResult parsed, string path) =>
        Verifiable.Attestation.Signing.Keystore.Load(path).Decrypt(Password(parsed, $"password of {path}: "));

    /// <summary>The password of the options: from a file, else asked for.</summary>
    internal static string Password(ParseResult parsed, string prompt)
    {
        if (parsed.GetValue(PasswordFile) is string file)
        {
            string text = Encoding.UTF8.GetString(BoundedFile.Read(file, MaxPasswordBytes));
            return text.Split('\n')[0].TrimEnd('\r');
        }

        if (Console.IsInputRedirected)
        {
            throw new MarginException(
                ErrorCode.CommandLineMalformed,
                string.Empty,
                "--password-file",
                string.Empty,
                "a file with the password, where no terminal can ask for it");
        }

        return Ask(prompt);
    }

    /// <summary>The password of a new key: an empty one would leave the key to whoever finds its file.</summary>
    internal static string NewPassword(ParseResult parsed) =>
        Password(parsed, "new password: ") is { Length: > 0 } password
            ? password
            : throw new MarginException(
                ErrorCode.CommandLineMalformed,
                string.Empty,
                PasswordFile.Name,
                parsed.GetValue(PasswordFile) ?? string.Empty,
                "a password of at least one character, in the file's first line");

    private static string Ask(string prompt)
    {
        Console.Error.Write(prompt);
        StringBuilder password = new();
        for (ConsoleKeyInfo key = Console.ReadKey(true); key.Key != ConsoleKey.Enter; key = Console.ReadKey(true))
        {
            if (key.Key != ConsoleKey.Backspace)
            {
                password.Append(key.KeyChar);
            }
            else if (password.Length > 0)
            {
                password.Length--;
            }
        }

        Console.Error.WriteLine();
        return password.ToString();
    }
}
