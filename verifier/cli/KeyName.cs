using System;
using System.IO;
using System.Text.RegularExpressions;
using Verifiable.Kernel;

namespace Verifiable.Cli;

/// <summary>The names of keys: each is a file of the key folder, and none can leave it.</summary>
internal static partial class KeyName
{
    /// <summary>What a name may be, as a phrase for a refusal and for help.</summary>
    internal const string Accepted = $"a name of the form {Form}";

    private const string Form = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";
    private const string Ending = ".json";

    /// <summary>The folder of named keys.</summary>
    internal static string Folder =>
        Environment.GetEnvironmentVariable("VERIFIABLE_KEYS") is { Length: > 0 } folder
            ? folder
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".verifiable", "keys");

    /// <summary>The file of a named key.</summary>
    /// <exception cref="MarginException"><see cref="ErrorCode.IdentifierMalformed"/>.</exception>
    internal static string FileOf(string name, string option) => FileOf(name, option, Accepted);

    /// <summary>The file of a named key, or the file itself where a path that ends in .json is given.</summary>
    /// <exception cref="MarginException"><see cref="ErrorCode.IdentifierMalformed"/>.</exception>
    internal static string FileOrPathOf(string text, string argument) =>
        Path.GetFileName(text).Length > Ending.Length && text.EndsWith(Ending, StringComparison.Ordinal)
            ? text
            : FileOf(text, argument, $"{Accepted}, or the path of a keystore file that ends in {Ending}");

    private static string FileOf(string name, string argument, string accepted) => NameForm().IsMatch(name)
        ? Path.Combine(Folder, name + Ending)
        : throw new MarginException(ErrorCode.IdentifierMalformed, string.Empty, argument, name, accepted);

    [GeneratedRegex($@"\A{Form}\z")]
    private static partial Regex NameForm();
}
