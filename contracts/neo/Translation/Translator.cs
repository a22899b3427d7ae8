using System;
using System.Collections.Generic;
using System.Linq;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Verifiable.Neo.Script;
using Instruction = Mono.Cecil.Cil.Instruction;
using NeoCode = Verifiable.Neo.Script.OpCode;

namespace Verifiable.Neo.Translation;

/// <summary>Translates exported methods and all that they call, each once, in the order of first use.</summary>
internal sealed class Translator
{
    private const string KernelAssembly = "Verifiable.Kernel";

    private readonly string _contractAssembly;
    private readonly Dictionary<string, TranslatedMethod?> _methods = [];
    private readonly Dictionary<string, StackValue> _tables = [];
    private readonly List<Fragment> _fragments = [];
    private readonly List<Fragment> _exports = [];
    private readonly List<string> _fields = [];

    /// <summary>A translator of one contract.</summary>
    /// <param name="contractAssembly">The assembly whose methods may be called, besides the kernel's.</param>
    internal Translator(string contractAssembly) => _contractAssembly = contractAssembly;

    /// <summary>The fragments in the order of the script.</summary>
    internal IReadOnlyList<Fragment> Fragments => _fragments;

    /// <summary>Contracts and methods that the translated methods call, in the order of first use.</summary>
    internal List<(string Contract, string Method)> Calls { get; } = [];

    /// <summary>
    /// The entry of a method for callers outside: they push the first argument last, as the machine's convention is.
    /// </summary>
    internal Fragment Export(MethodDefinition method, string name)
    {
        Fragment entry = new(name);
        _fragments.Add(entry);
        _exports.Add(entry);
        entry.Reverse(method.Parameters.Count);
        TranslatedMethod translated = Translate(method)!;
        if (method.ReturnType.FullName != "System.Boolean")
        {
            entry.Jump(NeoCode.JMP, translated.Fragment.Entry);
            return entry;
        }

        // The subset's truth is the number 0 or 1; what the manifest calls a Boolean is one.
        entry.Call(translated.Fragment);
        entry.Add(NeoCode.NZ);
        entry.Add(NeoCode.RET);
        return entry;
    }

    /// <summary>A method's translation, or null where its assembly is not one of the contract's.</summary>
    internal TranslatedMethod? Translate(MethodReference reference)
    {
        if (_methods.TryGetValue(reference.FullName, out TranslatedMethod? known))
        {
            return known ?? throw SubsetRefusal.Of(reference.Resolve(), "a recursive call", "a loop");
        }

        MethodDefinition? method = IsOwn(reference) ? reference.Resolve() : null;
        if (method?.HasBody != true)
        {
            return null;
        }

        _methods[reference.FullName] = null;
        string name = $"{method.DeclaringType.Name}.{method.Name}";
        TranslatedMethod translated = Intrinsics.Find(method) is { } intrinsic
            ? WriteIntrinsic(name, method, intrinsic)
            : new MethodTranslator(this, method, name).Translate();
        _methods[reference.FullName] = translated;
        _fragments.Add(translated.Fragment);
        return translated;
    }

    /// <summary>The table that a property returns, or null where the method is no such property.</summary>
    internal StackValue? TableOf(MethodReference reference)
    {
        if (reference.ReturnType.FullName != Types.LongTable || !IsOwn(reference))
        {
            return null;
        }

        if (!_tables.TryGetValue(reference.FullName, out StackValue table))
        {
            table = WriteTable(reference.Resolve());
            _tables.Add(reference.FullName, table);
        }

        return table;
    }

    /// <summary>An intrinsic as a function of its own, for callers outside: its arguments are on the stack.</summary>
    private static TranslatedMethod WriteIntrinsic(string name, MethodDefinition method, Action<Emitter> intrinsic)
    {
        Emitter emitter = new(new Fragment(name));
        foreach (ParameterDefinition parameter in method.Parameters)
        {
            emitter.Push(Types.ValueOf(parameter.ParameterType)!.Value);
        }

        intrinsic(emitter);
        emitter.Fragment.Add(NeoCode.RET);
        emitter.Fragment.Close();
        return new TranslatedMethod(emitter.Fragment, emitter.Pop().Range);
    }

    /// <summary>The slot of a static field of the contract; a field is scratch that lasts for one call.</summary>
    internal int SlotOf(FieldReference field)
    {
        if (!_fields.Contains(field.FullName))
        {
            _fields.Add(field.FullName);
        }

        return _fields.IndexOf(field.FullName);
    }

    /// <summary>Whether a field belongs to the contract or the kernel.</summary>
    internal bool IsOwn(FieldReference field) => IsOwn(field.DeclaringType);

    /// <summary>Gives every entry the slots of the fields, when all methods are known.</summary>
    internal void Close()
    {
        foreach (Fragment export in _exports.Where(_ => _fields.Count > 0))
        {
            export.Instructions.Insert(0, new Script.Instruction(NeoCode.INITSSLOT, [checked((byte)_fields.Count)]));
        }
    }

    private StackValue WriteTable(MethodDefinition property)
    {
        Instruction first = property.Body.Instructions[0];
        if (first.OpCode.Code != Code.Ldtoken || first.Operand is not FieldReference field)
        {
            throw SubsetRefusal.Of(property, "a span that is computed", "a ReadOnlySpan<long> property over literals");
        }

        long[] entries = TableFragments.Entries(field.Resolve().InitialValue);
        Fragment fragment = TableFragments.Write($"{property.DeclaringType.Name}.{property.Name[4..]}", entries);
        _fragments.Add(fragment);
        return new StackValue(ValueKind.Table, TableFragments.RangeOf(entries)) { Table = fragment };
    }

    private bool IsOwn(MemberReference member) => IsOwn(member.DeclaringType);

    private bool IsOwn(TypeReference type)
    {
        string assembly = type.Scope is ModuleDefinition module ? module.Assembly.Name.Name : type.Scope.Name;
        return assembly == _contractAssembly || assembly == KernelAssembly;
    }
}
