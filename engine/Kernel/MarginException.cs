using System;

namespace Verifiable.Kernel;

/// <summary>The one exception of the project: a refusal by name, with its place and what would be accepted.</summary>
public sealed class MarginException : Exception
{
    /// <summary>A refusal with its place.</summary>
    /// <param name="code">The name of the refusal.</param>
    /// <param name="file">The file or machine part that holds the value; empty inside the engine.</param>
    /// <param name="path">A JSON pointer, a line and column, or a parameter name.</param>
    /// <param name="value">The offending value as it was given.</param>
    /// <param name="accepted">What would be accepted, as a phrase.</param>
    public MarginException(ErrorCode code, string file, string path, string value, string accepted)
        : base(Describe(code, file, path, value, accepted))
    {
        Code = code;
        File = file;
        Path = path;
        Value = value;
        Accepted = accepted;
    }

    /// <summary>The name of the refusal.</summary>
    public ErrorCode Code { get; }

    /// <summary>The file that holds the value; empty inside the engine.</summary>
    public string File { get; }

    /// <summary>A JSON pointer, a line and column, or a parameter name.</summary>
    public string Path { get; }

    /// <summary>The offending value as it was given.</summary>
    public string Value { get; }

    /// <summary>What would be accepted.</summary>
    public string Accepted { get; }

    private static string Describe(ErrorCode code, string file, string path, string value, string accepted)
    {
        string place = file.Length == 0 ? path : $"{file} {path}";
        string found = value.Length == 0 ? string.Empty : $" is '{value}'";
        string wanted = accepted.Length == 0 ? string.Empty : $"; accepted: {accepted}";
        return $"{code}: {place}{found}{wanted}";
    }
}
