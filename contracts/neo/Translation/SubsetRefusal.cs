using System.Globalization;
using Mono.Cecil;
using Verifiable.Kernel;

namespace Verifiable.Neo.Translation;

/// <summary>How the translator refuses what lies outside the subset: method, offset, reason, and what to
/// write.</summary>
internal static class SubsetRefusal
{
    /// <summary>The refusal of one instruction.</summary>
    /// <param name="method">The method.</param>
    /// <param name="offset">The instruction's offset in its IL.</param>
    /// <param name="found">What is there.</param>
    /// <param name="instead">What to write instead, as a phrase.</param>
    internal static MarginException At(MethodDefinition method, int offset, string found, string instead) =>
        new(
            ErrorCode.OutsideSubset,
            method.Module.Name,
            string.Create(CultureInfo.InvariantCulture, $"{method.DeclaringType.Name}.{method.Name} IL_{offset:X4}"),
            found,
            instead);

    /// <summary>The refusal of a method's signature.</summary>
    internal static MarginException Of(MethodDefinition method, string found, string instead) =>
        At(method, 0, found, instead);
}
