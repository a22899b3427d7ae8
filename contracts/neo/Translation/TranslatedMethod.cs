using Verifiable.Neo.Script;

namespace Verifiable.Neo.Translation;

/// <summary>A method on the other machine.</summary>
/// <param name="Fragment">Its instructions.</param>
/// <param name="Result">The numbers that it can return.</param>
internal sealed record TranslatedMethod(Fragment Fragment, Interval Result);
