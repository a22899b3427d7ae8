using System.Collections.Generic;
using System.Linq;
using Mono.Cecil;
using Verifiable.Kernel;
using Verifiable.Neo.Output;
using Verifiable.Neo.Script;
using Verifiable.Neo.Translation;

namespace Verifiable.Tests.Neo.Kernel;

/// <summary>The kernel of this build, translated once for all tests.</summary>
internal static class KernelScript
{
    static KernelScript()
    {
        using ModuleDefinition kernel = ModuleDefinition.ReadModule(typeof(ErrorCode).Assembly.Location);
        Translator translator = new(kernel.Assembly.Name.Name);
        Dictionary<string, Fragment> entries = KernelExports.Of(kernel)
            .ToDictionary(static export => export.Name, export => translator.Export(export.Method, export.Name));
        ScriptAssembler assembler = new(translator.Fragments);
        Script = assembler.Write();
        Names = new(translator.Fragments.ToDictionary(assembler.OffsetOf, static fragment => fragment.Name));
        Offsets = entries.ToDictionary(static entry => entry.Key, entry => assembler.OffsetOf(entry.Value));
    }

    /// <summary>The fragment that holds an offset, and the number of the instruction in it.</summary>
    internal static (string Fragment, int Index) PlaceOf(int offset)
    {
        (int start, string name) = Names.Last(name => name.Key <= offset);
        int index = 0;
        for (int at = start; at < offset; at += Disassembly.LengthAt(Script, at))
        {
            index++;
        }

        return (name, index);
    }

    /// <summary>Where the fragment begins that holds an offset.</summary>
    internal static int StartOf(int offset) => Names.Last(name => name.Key <= offset).Key;

    /// <summary>The script of all functions.</summary>
    internal static byte[] Script { get; }

    /// <summary>Where each function begins.</summary>
    internal static IReadOnlyDictionary<string, int> Offsets { get; }

    private static SortedDictionary<int, string> Names { get; }
}
