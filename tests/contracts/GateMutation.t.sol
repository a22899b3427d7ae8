// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AuctionFixture} from "./support/AuctionFixture.sol";
import {ICommittee} from "../../contracts/interfaces/ICommittee.sol";
import {ILiquidationAuction} from "../../contracts/interfaces/ILiquidationAuction.sol";
import {IMarginVault} from "../../contracts/interfaces/IMarginVault.sol";
import {IMarginVaultBase} from "../../contracts/interfaces/IMarginVaultBase.sol";
import {IMarginVerifier} from "../../contracts/interfaces/IMarginVerifier.sol";
import {IMarketRegistry} from "../../contracts/interfaces/IMarketRegistry.sol";
import {IVaultExits} from "../../contracts/interfaces/IVaultExits.sol";
import {IVaultTrading} from "../../contracts/interfaces/IVaultTrading.sol";
import {
    Attestation,
    Fill,
    Order,
    Purpose,
    Row,
    Signatures,
    WithdrawRequest
} from "../../contracts/interfaces/IMarginTypes.sol";

/// @title Every field of a valid attestation, raised by one alone, at each of the four gates.
/// @notice First under the signatures of the unchanged attestation, then signed by the committee itself. A field that
/// a dishonest committee can sign wrong at a gate is one that only a dispute can tell.
contract GateMutationTests is AuctionFixture {
    enum Gate {
        Withdraw,
        Trade,
        Reduce,
        Liquidate
    }

    /// @notice What refuses a change of the field, by gate.
    struct Field {
        /// As in the EIP-712 type.
        string declaration;
        /// With the signatures of the unchanged attestation.
        bytes4[4] unsigned;
        /// Signed anew; ACCEPTED is left to disputes.
        bytes4[4] signed;
    }

    bytes4 private constant ACCEPTED = 0;
    bytes4 private constant UNSIGNED = ICommittee.SignatureRejected.selector;
    bytes4 private constant CASH_BELOW = IMarginVaultBase.CashBelowAttested.selector;
    bytes4 private constant WRONG_PURPOSE = IMarginVaultBase.WrongPurpose.selector;

    WithdrawRequest private _request;

    function setUp() public override {
        super.setUp();
        _request = WithdrawRequest(aliceAccount, 0, 50e6, RECIPIENT);
    }

    /// @notice The type string made of the table is the one that attesters sign, so a field without a row fails.
    function test_Table_OfFields_IsTheSignedStruct() public view {
        Field[] memory fields = _fields();
        bytes memory members = bytes(fields[0].declaration);
        for (uint256 i = 1; i < fields.length; ++i) members = bytes.concat(members, ",", bytes(fields[i].declaration));

        bytes32 typeHash = keccak256(bytes.concat("Attestation(", members, ")"));

        assertEq(typeHash, verifier.ATTESTATION_TYPEHASH(), "type");
        assertEq(abi.encode(_valid(Gate.Withdraw)).length, 32 * fields.length, "one word a field");
    }

    function test_Gates_OfAnUnchangedAttestation_Pass() public {
        for (uint256 gate = 0; gate < 4; ++gate) {
            Attestation memory attestation = _valid(Gate(gate));

            bytes4 refusal = _refusalOf(Gate(gate), attestation, _signed(attestation));

            assertEq(bytes32(refusal), bytes32(ACCEPTED), vm.toString(gate));
        }
    }

    function test_Withdraw_EveryFieldRaisedByOne_IsRefused() public {
        _assertUnsigned(Gate.Withdraw);
    }

    function test_Trade_EveryFieldRaisedByOne_IsRefused() public {
        _assertUnsigned(Gate.Trade);
    }

    function test_Reduce_EveryFieldRaisedByOne_IsRefused() public {
        _assertUnsigned(Gate.Reduce);
    }

    function test_Liquidate_EveryFieldRaisedByOne_IsRefused() public {
        _assertUnsigned(Gate.Liquidate);
    }

    function test_Withdraw_EveryFieldSignedWrong_IsRefusedOrLeftToDisputes() public {
        _assertSigned(Gate.Withdraw);
    }

    function test_Trade_EveryFieldSignedWrong_IsRefusedOrLeftToDisputes() public {
        _assertSigned(Gate.Trade);
    }

    function test_Reduce_EveryFieldSignedWrong_IsRefusedOrLeftToDisputes() public {
        _assertSigned(Gate.Reduce);
    }

    function test_Liquidate_EveryFieldSignedWrong_IsRefusedOrLeftToDisputes() public {
        _assertSigned(Gate.Liquidate);
    }

    function _assertUnsigned(Gate gate) private {
        Field[] memory fields = _fields();
        Signatures memory signatures = _signed(_valid(gate));
        for (uint256 field = 0; field < fields.length; ++field) {
            bytes4 refusal = _refusalOf(gate, _raised(gate, field), signatures);
            assertTrue(refusal != ACCEPTED, string.concat("refused: ", fields[field].declaration));
            assertEq(bytes32(refusal), bytes32(fields[field].unsigned[uint256(gate)]), fields[field].declaration);
        }
    }

    function _assertSigned(Gate gate) private {
        Field[] memory fields = _fields();
        for (uint256 field = 0; field < fields.length; ++field) {
            Attestation memory attestation = _raised(gate, field);
            bytes4 refusal = _refusalOf(gate, attestation, _signed(attestation));
            assertEq(bytes32(refusal), bytes32(fields[field].signed[uint256(gate)]), fields[field].declaration);
        }
    }

    /// @notice The attestation with one word raised by one; the last purpose is followed by none.
    function _raised(Gate gate, uint256 field) private view returns (Attestation memory attestation) {
        attestation = _valid(gate);
        if (field == _fields().length - 1) {
            attestation.purpose = Purpose((uint256(attestation.purpose) + 1) % 6);
            return attestation;
        }
        // A static struct lies in memory as one word a member.
        assembly ("memory-safe") {
            let word := add(attestation, shl(5, field))
            mstore(word, add(mload(word), 1))
        }
    }

    /// @notice The error that the gate answers, or ACCEPTED; the state is put back.
    function _refusalOf(
        Gate gate,
        Attestation memory attestation,
        Signatures memory signatures
    ) private returns (bytes4 refusal) {
        uint256 before = vm.snapshotState();
        (bool done, bytes memory answer) = gate == Gate.Withdraw
            ? _withdrawWith(attestation, signatures)
            : gate == Gate.Liquidate
                ? _liquidateWith(attestation, signatures)
                : _clearWith(gate, attestation, signatures);
        vm.revertToState(before);
        return done ? ACCEPTED : bytes4(answer);
    }

    function _withdrawWith(
        Attestation memory attestation,
        Signatures memory signatures
    ) private returns (bool, bytes memory) {
        vm.prank(alice);
        return address(vault).call(abi.encodeCall(IVaultExits.requestWithdraw, (_request, attestation, signatures)));
    }

    function _liquidateWith(
        Attestation memory attestation,
        Signatures memory signatures
    ) private returns (bool, bytes memory) {
        return
            address(auction).call(
                abi.encodeCall(ILiquidationAuction.openAttested, (aliceAccount, attestation, signatures))
            );
    }

    function _clearWith(
        Gate gate,
        Attestation memory attestation,
        Signatures memory signatures
    ) private returns (bool, bytes memory) {
        Batch memory batch = _batch(gate);
        (batch.changes[0].attestation, batch.changes[0].signatures) = (attestation, signatures);
        return
            address(vault).call(
                abi.encodeCall(
                    IVaultTrading.clear,
                    (batch.fills, batch.orders, batch.signatures, batch.changes, sections)
                )
            );
    }

    /// @notice Alice's valid attestation for the gate, far enough from every bound that one unit decides nothing.
    function _valid(Gate gate) private view returns (Attestation memory attestation) {
        if (gate == Gate.Withdraw) return _withdrawal(_request);
        if (gate == Gate.Liquidate) return _liquidation(90e6, 100e6);
        return _batch(gate).changes[0].attestation;
    }

    /// @notice Alice buys one perpetual more, or sells one of her two.
    function _batch(Gate gate) private view returns (Batch memory batch) {
        bool trade = gate == Gate.Trade;
        batch =
            trade
                ? _pairOf(aliceAccount, ALICE_KEY, bobAccount, BOB_KEY)
                : _pairOf(bobAccount, BOB_KEY, aliceAccount, ALICE_KEY);
        int64 after_ = trade ? int64(3e8) : int64(1e8);
        Purpose purpose = trade ? Purpose.Trade : Purpose.Reduce;
        _addChange(
            batch,
            aliceAccount,
            _debtorRows(),
            _withPerpetual(_debtorRows(), after_),
            _cashOf(aliceAccount),
            purpose
        );
        _addChange(batch, bobAccount, _writerRows(-2e8), _writerRows(-after_), _cashOf(bobAccount), Purpose.Trade);
        if (!trade) _setPriorExcess(batch, 0, -20_000e6);
    }

    /// @notice As `_pair`, for one perpetual at spot and without counting nonces, so that it can be repeated.
    function _pairOf(
        bytes32 buyer,
        uint256 buyerKey,
        bytes32 seller,
        uint256 sellerKey
    ) private view returns (Batch memory batch) {
        uint64 deadline = uint64(block.timestamp) + 60;
        batch.orders = new Order[](2);
        batch.orders[0] = Order(buyer, address(0), _perpetual(), true, 1e8, SPOT, 0, 1_000, deadline);
        batch.orders[1] = Order(seller, address(0), _perpetual(), false, 1e8, SPOT, 0, 1_000, deadline);
        batch.signatures = new bytes[](2);
        batch.signatures[0] = _signOrder(buyerKey, batch.orders[0]);
        batch.signatures[1] = _signOrder(sellerKey, batch.orders[1]);
        batch.fills = new Fill[](1);
        batch.fills[0] = Fill(0, 1, 1e8, SPOT);
    }

    function _withPerpetual(Row[] memory rows, int64 quantity) private pure returns (Row[] memory) {
        rows[0] = _row(_perpetual(), quantity, SPOT, 0);
        return rows;
    }

    function _fields() private pure returns (Field[] memory fields) {
        fields = new Field[](25);
        fields[0] = _checked("address consumer", IMarginVerifier.WrongConsumer.selector);
        fields[1] = _checked("bytes32 account", IMarginVaultBase.AccountMismatch.selector);
        fields[2] = _checked("uint64 sequence", IMarginVaultBase.SequenceMismatch.selector);
        fields[3] = _checked("bytes32 priorBookHash", IMarginVaultBase.BookMismatch.selector);
        fields[4] = _checked("bytes32 bookHash", IMarginVaultBase.BookMismatch.selector);
        // A liquidation moves the attested equity by the cash that came since, so its cash may be any.
        fields[5] = Field(
            "int128 cash",
            [CASH_BELOW, CASH_BELOW, CASH_BELOW, UNSIGNED],
            [CASH_BELOW, CASH_BELOW, CASH_BELOW, ACCEPTED]
        );
        fields[6] = _checked("bytes32 actionHash", IMarginVaultBase.ActionMismatch.selector);
        fields[7] = _checked("bytes32 engineId", IMarginVaultBase.ModelMismatch.selector);
        fields[8] = _checked("bytes32 parametersHash", IMarginVaultBase.ModelMismatch.selector);
        fields[9] = _checked("bytes32 scenarioHash", IMarginVaultBase.ModelMismatch.selector);
        fields[10] = _checked("uint64 round", IMarketRegistry.NotLatestRound.selector);
        fields[11] = _checked("bytes32 marketHash", IMarketRegistry.MarketHashMismatch.selector);
        fields[12] = _disputed("bytes32 totalsHash");
        fields[13] = _disputed("int128 equity");
        fields[14] = _disputed("uint128 initialMargin");
        fields[15] = _disputed("uint128 maintenanceMargin");
        fields[16] = _disputed("uint128 valueAtRisk");
        fields[17] = _disputed("uint128 expectedShortfall");
        fields[18] = _disputed("int128 priorExcess");
        fields[19] = _disputed("bytes32 bundleHash");
        // Not a number that can be wrong: the committee may choose any end up to maxValidity.
        fields[20] = _disputed("uint64 validUntil");
        fields[21] = _checked("uint64 blockNumber", IMarginVerifier.BlockOutOfRange.selector);
        fields[22] = _checked("bytes32 blockHash", IMarginVerifier.BlockHashMismatch.selector);
        fields[23] = _checked("uint64 epoch", ICommittee.EpochNotActive.selector);
        // A trade signed as a reduction is one, with its own test of the excess.
        fields[24] = Field(
            "uint8 purpose",
            [WRONG_PURPOSE, UNSIGNED, WRONG_PURPOSE, WRONG_PURPOSE],
            [WRONG_PURPOSE, ACCEPTED, WRONG_PURPOSE, WRONG_PURPOSE]
        );
    }

    /// @notice A field that every gate compares, whoever signed.
    function _checked(string memory declaration, bytes4 refusal) private pure returns (Field memory) {
        bytes4[4] memory all = [refusal, refusal, refusal, refusal];
        return Field(declaration, all, all);
    }

    /// @notice A field that the signatures alone bind.
    function _disputed(string memory declaration) private pure returns (Field memory) {
        return Field(declaration, [UNSIGNED, UNSIGNED, UNSIGNED, UNSIGNED], [ACCEPTED, ACCEPTED, ACCEPTED, ACCEPTED]);
    }
}
