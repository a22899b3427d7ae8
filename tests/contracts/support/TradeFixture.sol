// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {VaultFixture} from "./VaultFixture.sol";
import {IMarginVaultBase} from "../../../contracts/interfaces/IMarginVaultBase.sol";
import {IVaultTrading} from "../../../contracts/interfaces/IVaultTrading.sol";
import {
    AccountChange,
    Attestation,
    Fill,
    MarginTags,
    Order,
    Purpose,
    Row
} from "../../../contracts/interfaces/IMarginTypes.sol";

/// @title Batches of orders, fills and account changes, with hashes and signatures made without the contracts' code.
abstract contract TradeFixture is VaultFixture {
    struct Batch {
        Fill[] fills;
        Order[] orders;
        bytes[] signatures;
        AccountChange[] changes;
    }

    bytes32 private constant DOMAIN_TYPEHASH = keccak256(
        "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
    );
    bytes32 private constant ORDER_TYPEHASH = keccak256(
        "Order(bytes32 account,address operator,bytes32 instrument,bool buy,uint64 maxQuantity,int64 limitPrice,"
        "uint128 maxFee,uint64 nonce,uint64 deadline)"
    );

    uint64 private _nonce;

    /// @notice Alice buys from Bob: one fill of two orders at their limits. The changes are still to be added.
    function _aliceBuys(bytes32 instrument, uint64 quantity, int64 price) internal returns (Batch memory batch) {
        return _pair(aliceAccount, ALICE_KEY, bobAccount, BOB_KEY, instrument, quantity, price);
    }

    /// @notice Bob buys from Alice.
    function _bobBuys(bytes32 instrument, uint64 quantity, int64 price) internal returns (Batch memory batch) {
        return _pair(bobAccount, BOB_KEY, aliceAccount, ALICE_KEY, instrument, quantity, price);
    }

    function _pair(
        bytes32 buyer,
        uint256 buyerKey,
        bytes32 seller,
        uint256 sellerKey,
        bytes32 instrument,
        uint64 quantity,
        int64 price
    ) internal returns (Batch memory batch) {
        batch.orders = new Order[](2);
        batch.orders[0] = _order(buyer, instrument, true, quantity, price);
        batch.orders[1] = _order(seller, instrument, false, quantity, price);
        batch.signatures = new bytes[](2);
        batch.signatures[0] = _signOrder(buyerKey, batch.orders[0]);
        batch.signatures[1] = _signOrder(sellerKey, batch.orders[1]);
        batch.fills = new Fill[](1);
        batch.fills[0] = Fill(0, 1, quantity, price);
    }

    function _order(
        bytes32 account,
        bytes32 instrument,
        bool buy,
        uint64 quantity,
        int64 price
    ) internal returns (Order memory) {
        uint64 deadline = uint64(block.timestamp) + 60;
        return Order(account, address(0), instrument, buy, quantity, price, 1_000_000e6, ++_nonce, deadline);
    }

    function _signOrder(uint256 key, Order memory order) internal view returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, _orderDigest(order));
        return abi.encodePacked(r, s, v);
    }

    function _orderDigest(Order memory order) internal view returns (bytes32) {
        bytes32 domain = keccak256(
            abi.encode(
                DOMAIN_TYPEHASH,
                keccak256("VerifiableMarginVault"),
                keccak256("1"),
                block.chainid,
                address(vault)
            )
        );
        return keccak256(abi.encodePacked("\x19\x01", domain, keccak256(abi.encode(ORDER_TYPEHASH, order))));
    }

    /// @notice keccak256(TAG_ORDER, n, digests, m, fills as words).
    function _actionHash(Batch memory batch) internal view returns (bytes32) {
        bytes memory words = abi.encode(MarginTags.ORDER, batch.orders.length);
        for (uint256 i = 0; i < batch.orders.length; ++i) words = bytes.concat(words, _orderDigest(batch.orders[i]));
        words = bytes.concat(words, abi.encode(batch.fills.length));
        for (uint256 i = 0; i < batch.fills.length; ++i) words = bytes.concat(words, abi.encode(batch.fills[i]));
        return keccak256(words);
    }

    /// @notice Adds an account's change: its book before and after, and a signed attestation of a healthy account.
    function _addChange(
        Batch memory batch,
        bytes32 account,
        Row[] memory rowsBefore,
        Row[] memory rowsAfter,
        int128 cashAfter,
        Purpose purpose
    ) internal view {
        AccountChange memory change;
        change.account = account;
        change.rowsBefore = rowsBefore;
        change.attestation = _attestation(account, purpose);
        change.attestation.bookHash = _bookHash(account, rowsAfter);
        change.attestation.cash = cashAfter;
        change.attestation.actionHash = _actionHash(batch);
        change.attestation.equity = 90_000e6;
        change.attestation.initialMargin = 80_000e6;
        change.attestation.maintenanceMargin = 60_000e6;
        change.signatures = _signed(change.attestation);
        AccountChange[] memory longer = new AccountChange[](batch.changes.length + 1);
        for (uint256 i = 0; i < batch.changes.length; ++i) longer[i] = batch.changes[i];
        longer[batch.changes.length] = change;
        batch.changes = longer;
    }

    /// @notice Signs a changed attestation anew.
    function _resign(AccountChange memory change) internal view {
        change.signatures = _signed(change.attestation);
    }

    function _clear(Batch memory batch) internal {
        vault.clear(batch.fills, batch.orders, batch.signatures, batch.changes, sections);
    }

    /// @notice Clears a batch of two changes whose books are not known: the vault's refusals tell what it computed, which
    /// is then signed. What the last call emitted is recorded.
    function _clearWithLearnedBooks(Batch memory batch) internal returns (bool done) {
        for (uint256 i = 0; i < 3 && !done; ++i) {
            vm.recordLogs();
            bytes memory answer;
            (done, answer) = address(vault).call(
                abi.encodeCall(
                    IVaultTrading.clear,
                    (batch.fills, batch.orders, batch.signatures, batch.changes, sections)
                )
            );
            if (bytes4(answer) != IMarginVaultBase.BookMismatch.selector) break;
            batch.changes[i % 2].attestation.bookHash = _secondWord(answer);
            _resign(batch.changes[i % 2]);
        }
    }

    /// @notice The second argument of an error.
    function _secondWord(bytes memory answer) internal pure returns (bytes32 word) {
        assembly ("memory-safe") {
            word := mload(add(answer, 0x44))
        }
    }

    /// @notice Opens a position between the two: Alice long, Bob short, at `price`, entry `price`, funding index as
    /// given.
    function _openPosition(bytes32 instrument, int64 quantity, int64 price, int64 fundingIndex) internal {
        Batch memory batch = _openBatch(instrument, quantity, price, fundingIndex);
        _clear(batch);
    }

    function _openBatch(
        bytes32 instrument,
        int64 quantity,
        int64 price,
        int64 fundingIndex
    ) internal returns (Batch memory batch) {
        bool option = uint8(instrument[29]) >= 4;
        int64 entry = option ? int64(0) : price;
        int128 premium = option ? int128((int256(quantity) * price) / 1e10) : int128(0);
        batch = _aliceBuys(instrument, uint64(quantity), price);
        _addChange(
            batch,
            aliceAccount,
            _none(),
            _one(_row(instrument, quantity, entry, fundingIndex)),
            _cashOf(aliceAccount) - premium,
            Purpose.Trade
        );
        _addChange(
            batch,
            bobAccount,
            _none(),
            _one(_row(instrument, -quantity, entry, fundingIndex)),
            _cashOf(bobAccount) + premium,
            Purpose.Trade
        );
    }

    /// @notice Alice sells her perpetual of 2 back to Bob at its entry.
    function _closeBatch() internal returns (Batch memory batch) {
        batch = _bobBuys(_perpetual(), 2e8, SPOT);
        _addChange(
            batch,
            aliceAccount,
            _one(_row(_perpetual(), 2e8, SPOT, 0)),
            _none(),
            _cashOf(aliceAccount),
            Purpose.Trade
        );
        _addChange(
            batch,
            bobAccount,
            _one(_row(_perpetual(), -2e8, SPOT, 0)),
            _none(),
            _cashOf(bobAccount),
            Purpose.Trade
        );
    }

    function _setPriorExcess(Batch memory batch, uint256 index, int128 priorExcess) internal view {
        batch.changes[index].attestation.priorExcess = priorExcess;
        _resign(batch.changes[index]);
    }

    function _expectRefused(Batch memory batch, bytes memory reason) internal {
        vm.expectRevert(reason);
        _clear(batch);
    }

    function _assertInterest(bytes32 instrument, uint256 expected) internal view {
        IMarginVaultBase.OpenInterest memory interest = vault.openInterestOf(instrument);
        assertEq(uint256(interest.long), expected, "long interest");
        assertEq(uint256(interest.short), expected, "short interest");
    }

    function _cashOf(bytes32 account) internal view returns (int128 cash_) {
        (, , cash_, ) = vault.state(account);
    }

    function _sequenceOf(bytes32 account) internal view returns (uint64 sequence) {
        (sequence, , , ) = vault.state(account);
    }

    function _bookOf(bytes32 account) internal view returns (bytes32 book) {
        (, book, , ) = vault.state(account);
    }

    function _none() internal pure returns (Row[] memory) {
        return new Row[](0);
    }

    function _one(Row memory row) internal pure returns (Row[] memory rows) {
        rows = new Row[](1);
        rows[0] = row;
    }

    function _two(Row memory first, Row memory second) internal pure returns (Row[] memory rows) {
        rows = new Row[](2);
        (rows[0], rows[1]) = (first, second);
    }

    function _future() internal pure returns (bytes32) {
        return _instrument(EXPIRY, 0, 3);
    }

    function _call() internal pure returns (bytes32) {
        return _instrument(EXPIRY, 50_000e8, 4);
    }
}
